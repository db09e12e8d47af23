using System.Text.Json;

namespace Pipeline.Processor.Delivery.Policies;

/// <summary>
/// Reads the body of a success that may not be one: <c>{"errors":true,"items":[{"index"|"id", "status"}]}</c>.
/// </summary>
internal static class PartialResponse
{
    /// <param name="body">The body of a 2xx answer.</param>
    /// <param name="ids">Ids of the batch's lines, in order.</param>
    /// <returns>
    /// Null where the body reports no errors or is of another shape. Else the fate of each line; a line that the answer
    /// does not mention is tried again, because nothing says that it arrived.
    /// </returns>
    public static IReadOnlyDictionary<int, ItemVerdict>? Read(
        ReadOnlyMemory<byte> body,
        IReadOnlyList<string> ids,
        ResponsePolicy policy
    )
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return
                root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("errors", out var errors)
                && errors.ValueKind == JsonValueKind.True
                ? Read(root, ids, policy)
                : null;
        }
        catch (JsonException)
        {
            // An opaque body: the status said it all.
            return null;
        }
    }

    private static Dictionary<int, ItemVerdict> Read(JsonElement root, IReadOnlyList<string> ids, ResponsePolicy policy)
    {
        var fates = Enumerable.Range(0, ids.Count).ToDictionary(x => x, _ => new ItemVerdict(VerdictKind.Retry, 0));
        if (!root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return fates;
        }

        var byId = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < ids.Count; i++)
        {
            if (!byId.TryGetValue(ids[i], out var indices))
            {
                byId[ids[i]] = indices = [];
            }

            indices.Add(i);
        }

        foreach (var item in items.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && Number(item, "status") is { } status)
            {
                foreach (var index in Indices(item, byId).Where(fates.ContainsKey))
                {
                    fates[index] = policy.OfItem(status);
                }
            }
        }

        return fates;
    }

    private static IReadOnlyList<int> Indices(JsonElement item, Dictionary<string, List<int>> byId)
    {
        if (Number(item, "index") is { } index)
        {
            return [index];
        }

        return
            item.TryGetProperty("id", out var id)
            && id.ValueKind == JsonValueKind.String
            && byId.TryGetValue(id.GetString()!, out var indices)
            ? indices
            : [];
    }

    private static int? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
            ? number
            : null;
}
