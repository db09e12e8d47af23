using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Pipeline.Processor.Embedded.Administration;

/// <summary>The members of Confluent's admin client that the embedded log does not have.</summary>
internal abstract class AdminBase : IAdminClient
{
    public Handle Handle => throw Unsupported("librdkafka handle");

    public abstract string Name { get; }

    public abstract Metadata GetMetadata(string topic, TimeSpan timeout);

    public abstract Metadata GetMetadata(TimeSpan timeout);

    public abstract Task CreateTopicsAsync(IEnumerable<TopicSpecification> topics, CreateTopicsOptions? options = null);

    public abstract Task DeleteTopicsAsync(IEnumerable<string> topics, DeleteTopicsOptions? options = null);

    public abstract Task<List<DescribeConfigsResult>> DescribeConfigsAsync(
        IEnumerable<ConfigResource> resources,
        DescribeConfigsOptions? options = null
    );

    public abstract Task<List<DeleteRecordsResult>> DeleteRecordsAsync(
        IEnumerable<TopicPartitionOffset> topicPartitionOffsets,
        DeleteRecordsOptions? options = null
    );

    /// <summary>Not part of the interface: Confluent adds it to its own client by an extension.</summary>
    public abstract Task<ListOffsetsResult> ListOffsetsAsync(
        IEnumerable<TopicPartitionOffsetSpec> topicPartitionOffsets,
        ListOffsetsOptions? options = null
    );

    public abstract List<GroupInfo> ListGroups(TimeSpan timeout);

    public abstract GroupInfo ListGroup(string group, TimeSpan timeout);

    public abstract Task DeleteGroupsAsync(IList<string> groups, DeleteGroupsOptions? options = null);

    public abstract Task<ListConsumerGroupsResult> ListConsumerGroupsAsync(ListConsumerGroupsOptions? options = null);

    public abstract Task<DescribeConsumerGroupsResult> DescribeConsumerGroupsAsync(
        IEnumerable<string> groups,
        DescribeConsumerGroupsOptions? options = null
    );

    public abstract Task<List<ListConsumerGroupOffsetsResult>> ListConsumerGroupOffsetsAsync(
        IEnumerable<ConsumerGroupTopicPartitions> groupPartitions,
        ListConsumerGroupOffsetsOptions? options = null
    );

    public abstract Task<List<AlterConsumerGroupOffsetsResult>> AlterConsumerGroupOffsetsAsync(
        IEnumerable<ConsumerGroupTopicPartitionOffsets> groupPartitions,
        AlterConsumerGroupOffsetsOptions? options = null
    );

    public Task CreatePartitionsAsync(
        IEnumerable<PartitionsSpecification> partitionsSpecifications,
        CreatePartitionsOptions? options = null
    ) => throw Unsupported("growing of topics");

    public Task AlterConfigsAsync(
        Dictionary<ConfigResource, List<ConfigEntry>> configs,
        AlterConfigsOptions? options = null
    ) => throw Unsupported("changing of configurations");

    public Task<List<IncrementalAlterConfigsResult>> IncrementalAlterConfigsAsync(
        Dictionary<ConfigResource, List<ConfigEntry>> configs,
        IncrementalAlterConfigsOptions? options = null
    ) => throw Unsupported("changing of configurations");

    public Task CreateAclsAsync(IEnumerable<AclBinding> aclBindings, CreateAclsOptions? options = null) =>
        throw Unsupported("access control");

    public Task<DescribeAclsResult> DescribeAclsAsync(
        AclBindingFilter aclBindingFilter,
        DescribeAclsOptions? options = null
    ) => throw Unsupported("access control");

    public Task<List<DeleteAclsResult>> DeleteAclsAsync(
        IEnumerable<AclBindingFilter> aclBindingFilters,
        DeleteAclsOptions? options = null
    ) => throw Unsupported("access control");

    public Task<DeleteConsumerGroupOffsetsResult> DeleteConsumerGroupOffsetsAsync(
        string group,
        IEnumerable<TopicPartition> partitions,
        DeleteConsumerGroupOffsetsOptions? options = null
    ) => throw Unsupported("deleting of single offsets");

    public Task<DescribeUserScramCredentialsResult> DescribeUserScramCredentialsAsync(
        IEnumerable<string> users,
        DescribeUserScramCredentialsOptions? options = null
    ) => throw Unsupported("users");

    public Task AlterUserScramCredentialsAsync(
        IEnumerable<UserScramCredentialAlteration> alterations,
        AlterUserScramCredentialsOptions? options = null
    ) => throw Unsupported("users");

    public int AddBrokers(string brokers) => 0;

    public void SetSaslCredentials(string username, string password)
    {
        // Nobody to show them to.
    }

    public void Dispose()
    {
        // Nothing of its own.
    }

    private static NotSupportedException Unsupported(string what) =>
        new($"The embedded log has no {what}: set Kafka:BootstrapServers to use brokers.");
}
