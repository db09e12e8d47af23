using Microsoft.Extensions.Hosting;

namespace Pipeline.Local.Simulation;

/// <summary>
/// The owner of a server ends it. Signals belong to the process: a pipeline drains before its servers go.
/// </summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
