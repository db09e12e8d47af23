namespace Pipeline.Producer.Okta.OAuth;

/// <summary>No access token could be had; the failure says why and what to do.</summary>
internal sealed class TokenRefusedException(OktaFailure failure) : Exception(failure.Message)
{
    public OktaFailure Failure => failure;
}
