using System.Text.Json;

namespace Pipeline.Producer.Collection;

/// <summary>Users of a listing by status.</summary>
internal sealed class LicenceTally
{
    /// <summary>A user whose status is not told still is a user.</summary>
    public const string NoStatus = "UNKNOWN";

    private readonly Dictionary<string, long> _byStatus = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> ByStatus => _byStatus;

    public int Pages { get; private set; }

    /// <summary>Adds a page.</summary>
    /// <exception cref="JsonException">An element is no user: what cannot be read cannot be counted.</exception>
    public void Add(IEnumerable<ReadOnlyMemory<byte>> users)
    {
        foreach (var user in users)
        {
            using var document = JsonDocument.Parse(user);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException("An element of the listing is no user.");
            }

            var status =
                document.RootElement.TryGetProperty("status", out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()!
                    : NoStatus;
            _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
        }

        Pages++;
    }
}
