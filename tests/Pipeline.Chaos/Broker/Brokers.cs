using System.Diagnostics;

namespace Pipeline.Chaos.Broker;

/// <summary>A real Kafka of one or three nodes, started from a distribution and ended with this object.</summary>
internal sealed class Brokers : IDisposable
{
    private readonly string _bin;
    private readonly string _directory;
    private readonly int _nodes;

    private Brokers(string home, string directory, int nodes)
    {
        _bin = Path.Combine(home, "bin");
        _directory = directory;
        _nodes = nodes;
    }

    public string BootstrapServers { get; private set; } = "";

    public int Nodes => _nodes;

    /// <summary>Where the brokers' logs and data are.</summary>
    public string Location => _directory;

    /// <summary>Whether data and logs stay when this object ends, to look into.</summary>
    public bool Kept { get; set; }

    public static Brokers Start(string home, int nodes)
    {
        for (var attempt = 1; ; attempt++)
        {
            var directory = Directory.CreateTempSubdirectory("chaos-kafka-").FullName;
            var brokers = new Brokers(home, directory, nodes);
            try
            {
                var line = brokers.Run("kafka-start", "--dir", directory, "--port", "0", "--nodes", $"{nodes}");
                brokers.BootstrapServers = line.Trim().Split('=', 2)[1];
                return brokers;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // Seen once in some fifty starts, with an empty log; a port that was free a moment ago would explain
                // it.
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    /// <summary>Kills a node with SIGKILL and starts it again after a while.</summary>
    public void KillAndRestart(int node, TimeSpan gone = default)
    {
        Run("kafka-stop", Node(node, "--kill"));
        Thread.Sleep(gone);
        StartAgain(node);
    }

    /// <summary>Stops a node in order and starts it again.</summary>
    public void Restart(int node)
    {
        Run("kafka-stop", Node(node));
        StartAgain(node);
    }

    /// <summary>Stops a node without its knowing, for a while.</summary>
    public void Suspend(int node, TimeSpan duration)
    {
        var pid = int.Parse(
            File.ReadAllText(Path.Combine(_directory, $"node-{node + 1}", "kafka.pid")),
            System.Globalization.CultureInfo.InvariantCulture
        );
        Signals.Send(pid, Signals.Stop);
        Thread.Sleep(duration);
        Signals.Send(pid, Signals.Continue);
    }

    public void Dispose()
    {
        Run("kafka-stop", "--dir", _directory, "--kill");
        if (Kept)
        {
            return;
        }

        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Seen once on a busy machine: a node of three that ended while it started.</summary>
    private void StartAgain(int node)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Run("kafka-start", Node(node));
                return;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                Thread.Sleep(TimeSpan.FromSeconds(2));
            }
        }
    }

    private string[] Node(int node, params string[] more) =>
        _nodes == 1 ? ["--dir", _directory, .. more] : ["--dir", _directory, "--node", $"{node + 1}", .. more];

    private string Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_bin, script), arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{script} {string.Join(' ', arguments)} ended with {process.ExitCode}."
            );
    }
}
