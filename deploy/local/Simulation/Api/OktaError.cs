namespace Pipeline.Local.Simulation.Api;

/// <summary>An error in the one shape the API has for them.</summary>
internal sealed record OktaError(int Status, string Code, string Summary, string? Cause = null)
{
    public static readonly OktaError InvalidToken = new(401, "E0000011", "Invalid token provided");

    public static readonly OktaError Forbidden = new(
        403,
        "E0000006",
        "You do not have permission to perform the requested action"
    );

    public static readonly OktaError NotFound = new(
        404,
        "E0000022",
        "The endpoint does not support the provided HTTP method"
    );

    public static readonly OktaError TooManyRequests = new(
        429,
        "E0000047",
        "API call exceeded rate limit due to too many requests."
    );

    public static readonly OktaError Internal = new(
        500,
        "E0000009",
        "Internal Server Error: the query took too long; simplify it or wait"
    );

    public static OktaError Validation(string field, string cause) =>
        new(400, "E0000001", $"Api validation failed: {field}", $"{field}: {cause}");

    public static OktaError InvalidSearch(string summary) => new(400, "E0000053", summary);

    public static OktaError Unsupported(string summary) => new(400, "E0000031", summary);
}
