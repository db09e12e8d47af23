using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Pipeline.Kafka;
using Pipeline.Local.Simulation;
using Pipeline.Processor.EventFiles;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Local.Pipeline;

/// <summary>
/// The simulated org of local mode. Its log and its port are kept in the data directory, so that it is the same org at
/// the next start and collection goes on from its cursor.
/// </summary>
internal static class LocalOrg
{
    public const string Token = "local";

    /// <summary>Starts the org of the demo, or one that serves exactly the events of a file.</summary>
    /// <param name="settings">The command line.</param>
    /// <param name="rejected">Told of each text of the file that is no event: line and reason.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The tenant's name and its org.</returns>
    public static async Task<(string Tenant, SimulatedOrg Org)> StartAsync(
        LocalSettings settings,
        Action<RejectedText> rejected,
        TimeProvider time
    )
    {
        Directory.CreateDirectory(settings.Data);
        // Another file is another org: its cursor means nothing to the first.
        var tenant = settings.Events is { } file ? $"events-{Fingerprint(file)}" : "demo";
        var name = Path.Combine(settings.Data, $"org-{tenant}");
        var org = await StartAsync(name, settings, time);
        if (settings.Events is { } events && !org.State.IsResumed)
        {
            await PlayAsync(events, org, rejected, time);
        }

        await File.WriteAllTextAsync(name + ".port", $"{org.Url.Port}");
        return (tenant, org);
    }

    private static async Task<SimulatedOrg> StartAsync(string name, LocalSettings settings, TimeProvider time)
    {
        var port = File.Exists(name + ".port")
            ? int.Parse(await File.ReadAllTextAsync(name + ".port"), CultureInfo.InvariantCulture)
            : 0;
        var options = new SimulatedOrgOptions
        {
            Port = port,
            Token = Token,
            Attack = settings.Events is null,
            EventsPerSecond = settings.Events is null ? settings.Rate : 0,
            JournalFile = name + ".journal",
        };
        try
        {
            return await SimulatedOrg.StartAsync(options, time);
        }
        catch (IOException e) when (e.InnerException is SocketException || port != 0)
        {
            throw new ConfigurationException(
                $"The simulated org of {settings.Data} used port {port}, which somebody else has now: end that "
                    + "process, or give another directory with --data.",
                e
            );
        }
    }

    private static async Task PlayAsync(string file, SimulatedOrg org, Action<RejectedText> rejected, TimeProvider time)
    {
        await foreach (var entry in EventFileReader.ReadAsync(file))
        {
            if (entry is RejectedText text)
            {
                rejected(text);
            }
            else if (entry is EventText e)
            {
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                org.State.Log.Append(Line(e.Bytes), Published(e.Bytes) ?? now, now);
            }
        }
    }

    /// <summary>The journal is lines: white space between tokens may be a line feed, and only there.</summary>
    private static byte[] Line(ReadOnlyMemory<byte> text)
    {
        var line = text.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        return line;
    }

    private static long? Published(ReadOnlyMemory<byte> text)
    {
        if (!EventView.TryParse(text, out var view, out _))
        {
            return null;
        }

        using (view)
        {
            return view!.Published.ToUnixTimeMilliseconds();
        }
    }

    private static string Fingerprint(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream))[..8];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Events file {file} cannot be read: {e.Message}", e);
        }
    }
}
