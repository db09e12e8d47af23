using System.Diagnostics;

namespace Pipeline.Chaos.Engines;

/// <summary>What an engine process is started with.</summary>
/// <param name="Run">Name of the run, which names its topics.</param>
/// <param name="Profile">See <see cref="EngineProfile"/>.</param>
/// <param name="Without">Guards to take out.</param>
/// <param name="Log">File that all engines of the run append to.</param>
internal sealed record EngineArguments(string BootstrapServers, string Run, string Profile, string Without, string Log)
{
    /// <summary>An engine from the folder of this program, where the build puts it.</summary>
    public ProcessStartInfo Program(string instance) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Pipeline.Chaos.dll"), .. ToCommandLine(instance)]);

    private string[] ToCommandLine(string instance) =>
        [
            "engine",
            "--bootstrap-servers",
            BootstrapServers,
            "--run",
            Run,
            "--instance",
            instance,
            "--profile",
            Profile,
            "--without",
            Without,
            "--log",
            Log,
        ];
}
