using System.Text.Json;

namespace Pipeline.Producer.Okta;

/// <summary>Why a request gave no page.</summary>
/// <param name="Kind">What it calls for.</param>
/// <param name="Status">HTTP status; 0 where there was no answer.</param>
/// <param name="Code">Okta's errorCode, the only field Okta supports for decisions.</param>
/// <param name="Message">What happened, for people.</param>
internal sealed record OktaFailure(FailureKind Kind, int Status, string? Code, string Message)
{
    /// <summary>Whether a whole answer holds an array that breaks off.</summary>
    public bool IsBrokenPage { get; init; }

    public static OktaFailure Transient(string message, int status = 0) =>
        new(FailureKind.Transient, status, null, message);

    /// <summary>Judges a response that is not 200.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="hasCursor">Whether the request went to a cursor of Okta's own making.</param>
    /// <param name="body">The beginning of its body: JSON, HTML, empty, anything.</param>
    /// <param name="secrets">What was sent and must not be shown.</param>
    public static OktaFailure Of(int status, bool hasCursor, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        var (code, summary) = Read(body, "errorCode", "errorSummary", secrets);
        var kind = status switch
        {
            429 => FailureKind.RateLimited,
            401 or 403 => FailureKind.Auth,
            400 when hasCursor => FailureKind.CursorRejected,
            // 2xx without a page and 408 are hiccups of something in between.
            (>= 200 and < 300) or 408 or >= 500 => FailureKind.Transient,
            _ => FailureKind.Configuration,
        };
        var text = string.Join(' ', new[] { $"HTTP {status}", code, summary }.Where(x => !string.IsNullOrEmpty(x)));
        return new OktaFailure(kind, status, code, text);
    }

    /// <summary>Two fields of an error body as lines that may be shown; null where it has none.</summary>
    public static (string? Code, string? Summary) Read(
        ReadOnlySpan<byte> body,
        string code,
        string summary,
        IReadOnlyList<string> secrets
    )
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return (Text(document.RootElement, code, secrets), Text(document.RootElement, summary, secrets));
        }
        catch (JsonException)
        {
            return (null, body.IsEmpty ? null : "(the body is not Okta's JSON)");
        }
    }

    private static string? Text(JsonElement root, string name, IReadOnlyList<string> secrets)
    {
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty(name, out var value)
            || value.ValueKind != JsonValueKind.String
        )
        {
            return null;
        }

        try
        {
            return OutsideText.Line(value.GetString()!, secrets);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text.
            return null;
        }
    }
}
