using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>One way in which a topic is not as it must be.</summary>
/// <param name="Spec">What it must be.</param>
/// <param name="IsMissing">Whether the topic does not exist.</param>
/// <param name="Message">What is wrong and what to do, in one sentence.</param>
public sealed record TopicFinding(TopicSpec Spec, bool IsMissing, string Message)
{
    internal static TopicFinding Missing(TopicSpec spec) =>
        new(spec, true, $"Topic {spec.Name} does not exist: run `okta-processor topics apply` to create it.");

    internal static TopicFinding Unavailable(TopicSpec spec, string reason) =>
        new(
            spec,
            false,
            $"Topic {spec.Name} exists and cannot be looked at: {reason}. Check the brokers and the rights."
        );

    internal static TopicFinding Partitions(TopicSpec spec, int actual) =>
        new(
            spec,
            false,
            $"Topic {spec.Name} has {actual} partitions where {spec.Partitions} are configured: set Kafka:Partitions "
                + $"to {actual}, or recreate the topic; partitions of a stateful input are never changed in place."
        );

    internal static TopicFinding Cleanup(TopicSpec spec, string actual, string wanted) =>
        new(
            spec,
            false,
            $"Topic {spec.Name} has cleanup.policy={actual} where {wanted} is needed: run `kafka-configs.sh --alter "
                + $"--entity-type topics --entity-name {spec.Name} --add-config cleanup.policy=[{wanted}]`."
        );
}
