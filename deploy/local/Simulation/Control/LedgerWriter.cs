using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Local.Simulation.Api;
using Pipeline.Local.Simulation.Scenario;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Local.Simulation.Control;

/// <summary>
/// The independent count: a JSON line for every event the org has persisted, with the hash of its bytes and how
/// often it was
/// served. Written piece by piece, because a million lines are 200 MB.
/// </summary>
internal sealed class LedgerWriter(Org org)
{
    private const int FlushAt = 256 * 1024;

    public async Task WriteAsync(Stream output, CancellationToken cancel)
    {
        using var writer = new EventWriter();
        using var text = new PooledBuffer();
        using var lines = new PooledBuffer();
        using var json = new Utf8JsonWriter(lines);
        var count = org.Log.Count;
        for (var position = 0; position < count; position++)
        {
            text.Clear();
            org.Log.Write(position, writer, text);
            json.Reset(lines);
            Line(json, position, text.Written);
            json.Flush();
            lines.Write("\n"u8);
            if (lines.Length >= FlushAt)
            {
                await output.WriteAsync(lines.Written, cancel);
                lines.Clear();
            }
        }

        await output.WriteAsync(lines.Written, cancel);
    }

    private void Line(Utf8JsonWriter json, int position, ReadOnlyMemory<byte> text)
    {
        var (served, first) = org.Served.Of(position);
        json.WriteStartObject();
        json.WriteNumber("position", position);
        if (EventView.TryParse(text, out var view, out var defect))
        {
            json.WriteString("uuid", view!.Uuid);
            json.WriteString("published", Time(view.Published));
            view.Dispose();
        }
        else
        {
            json.WriteNull("uuid");
            json.WriteString("defect", defect!.ToString());
        }

        json.WriteString("persisted", Time(DateTimeOffset.FromUnixTimeMilliseconds(org.Log.PersistedMs(position))));
        json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(text.Span)));
        json.WriteNumber("bytes", text.Length);
        json.WriteNumber("served", served);
        if (first is { } request)
        {
            json.WriteNumber("first_request", request);
        }

        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
