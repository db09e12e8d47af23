using Pipeline.Kafka;

namespace Pipeline.Processor.Streams;

/// <summary>
/// How many engines of each stage one process runs. They are members of the stage's group like those of other
/// processes: each with its own topology, clients, transaction and identity, sharing nothing.
/// </summary>
internal static class EngineInstances
{
    /// <param name="configured">What the user wants; null for a default from the cores.</param>
    /// <param name="cores">Of this machine or container.</param>
    /// <param name="stages">Stages of this process, which share the cores.</param>
    /// <param name="partitions">Of the stages' inputs: more members than partitions are idle.</param>
    /// <exception cref="ConfigurationException">The number cannot work.</exception>
    public static int Count(int? configured, int cores, int stages, int partitions) =>
        configured switch
        {
            null => Math.Clamp(cores / Math.Max(1, stages), 1, partitions),
            >= 1 when configured <= partitions => configured.Value,
            _ => throw new ConfigurationException(
                $"{configured} engine instances cannot work on {partitions} partitions: set --instances or "
                    + $"Processor:Instances to 1 to {partitions}."
            ),
        };

    /// <summary>
    /// Identity of one of them: with the application id before it, transactional id and group membership, e.g.
    /// <c>okta-detect-pod-0-1</c>.
    /// </summary>
    public static string Identity(string process, int number) => $"{process}-{number}";
}
