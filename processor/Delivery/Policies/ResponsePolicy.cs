using System.Security.Authentication;

namespace Pipeline.Processor.Delivery.Policies;

/// <summary>The table of what an HTTP answer, or the lack of one, means. Pure.</summary>
/// <param name="successOn">Statuses that mean "has it already"; null for 409.</param>
/// <param name="retryOn">Further statuses to try again on.</param>
internal sealed class ResponsePolicy(IEnumerable<int>? successOn = null, IEnumerable<int>? retryOn = null)
{
    private readonly HashSet<int> _successOn = [.. successOn ?? [409]];
    private readonly HashSet<int> _retryOn = [.. retryOn ?? []];

    /// <summary>Judges a status.</summary>
    public VerdictKind Of(int status)
    {
        if (status is >= 200 and < 300 || _successOn.Contains(status))
        {
            return VerdictKind.Acknowledged;
        }

        if (_retryOn.Contains(status))
        {
            return VerdictKind.Retry;
        }

        return status switch
        {
            408 or 425 or 429 => VerdictKind.Retry,
            413 => VerdictKind.TooLarge,
            400 or 415 or 422 => VerdictKind.Rejected,
            501 or 505 => VerdictKind.FatalEndpoint,
            // Also those no standard names: gateways invent 5xx for "not now".
            >= 500 and < 600 => VerdictKind.Retry,
            // Redirects, 401, 403, 404, 405, 410, and whatever else: no record is to blame, so none is given up.
            _ => VerdictKind.FatalEndpoint,
        };
    }

    /// <summary>Judges the status of one item of a partial answer.</summary>
    public ItemVerdict OfItem(int status)
    {
        var kind = Of(status) switch
        {
            VerdictKind.Acknowledged => VerdictKind.Acknowledged,
            VerdictKind.Retry => VerdictKind.Retry,
            // The endpoint works, others of the same request got through: this record is refused.
            _ when status is >= 400 and < 500 => VerdictKind.Rejected,
            _ => VerdictKind.Retry,
        };
        return new ItemVerdict(kind, status);
    }

    /// <summary>Judges a request that got no answer.</summary>
    public static Verdict Of(Exception error) =>
        error switch
        {
            // The handshake failed for what the certificate or the protocol is, not for the network: no retry helps.
            HttpRequestException { InnerException: AuthenticationException } => new Verdict(
                VerdictKind.FatalEndpoint,
                "the receiver's certificate or TLS version is not acceptable"
            ),
            HttpRequestException e => new Verdict(VerdictKind.Retry, $"no answer: {e.HttpRequestError}"),
            OperationCanceledException => new Verdict(VerdictKind.Retry, "no answer in time"),
            UnauthorizedAccessException => new Verdict(VerdictKind.FatalEndpoint, "access denied"),
            _ => new Verdict(VerdictKind.Retry, $"no answer: {error.GetType().Name}"),
        };
}
