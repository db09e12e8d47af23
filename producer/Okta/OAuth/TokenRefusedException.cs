namespace Pipeline.Producer.Okta.OAuth;

/// <summary>The token endpoint gave no token.</summary>
internal sealed class TokenRefusedException(OktaFailure failure, string? requestId) : Exception(failure.Message)
{
    public OktaFailure Failure { get; } = failure;

    public string? RequestId { get; } = requestId;
}
