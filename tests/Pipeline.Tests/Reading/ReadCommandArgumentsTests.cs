using Pipeline.Kafka;
using Pipeline.Processor.Commands;

namespace Pipeline.Tests.Reading;

public sealed class ReadCommandArgumentsTests
{
    [Fact]
    public async Task Without_brokers_or_a_directory_it_says_what_to_give()
    {
        var (exit, errors) = await RunAsync("topic");
        Assert.Equal(ProgramExit.Configuration, exit);
        Assert.Contains("--bootstrap-servers", errors, StringComparison.Ordinal);
        Assert.Contains("--data", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_named()
    {
        var (exit, errors) = await RunAsync("topic", "--data", "/no/such/folder");
        Assert.Equal(ProgramExit.Configuration, exit);
        Assert.Contains("/no/such/folder", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max", "0")]
    [InlineData("--max", "-1")]
    [InlineData("--max", "many")]
    [InlineData("--unknown", "1")]
    public async Task Arguments_that_cannot_work_are_refused(params string[] arguments)
    {
        var (exit, errors) = await RunAsync(["topic", "--data", ".", .. arguments]);
        Assert.NotEqual(ProgramExit.Ok, exit);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task The_embedded_log_is_opened_in_the_directory()
    {
        string? opened = null;
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            RunAsync(
                x =>
                {
                    opened = x;
                    throw new NotSupportedException();
                },
                "topic",
                "--data",
                AppContext.BaseDirectory
            )
        );
        Assert.Equal(AppContext.BaseDirectory, opened);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("apply")]
    public async Task Topics_without_brokers_says_what_to_give(string verb)
    {
        using var errors = new StringWriter();
        var exit = await TopicsCommand
            .Create(new KafkaOptions(), [], _ => throw new NotSupportedException())
            .Parse([verb])
            .InvokeAsync(new() { Error = errors }, TestContext.Current.CancellationToken);
        Assert.Equal(ProgramExit.Configuration, exit);
        Assert.Contains("Kafka:BootstrapServers", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("register")]
    public async Task Schemas_without_a_registry_says_what_to_give(string verb)
    {
        using var errors = new StringWriter();
        var exit = await SchemasCommand
            .Create(new KafkaOptions(), [])
            .Parse([verb])
            .InvokeAsync(new() { Error = errors }, TestContext.Current.CancellationToken);
        Assert.Equal(ProgramExit.Configuration, exit);
        Assert.Contains("Kafka:SchemaRegistryUrl", errors.ToString(), StringComparison.Ordinal);
    }

    private static Task<(int Exit, string Errors)> RunAsync(params string[] arguments) =>
        RunAsync(_ => throw new NotSupportedException(), arguments);

    private static async Task<(int Exit, string Errors)> RunAsync(
        Func<string, IKafkaClients> embeddedLog,
        params string[] arguments
    )
    {
        using var errors = new StringWriter();
        var exit = await ReadCommand
            .Create(new KafkaOptions(), _ => throw new NotSupportedException(), embeddedLog, () => new MemoryStream())
            .Parse(arguments)
            .InvokeAsync(
                new()
                {
                    Error = errors,
                    Output = errors,
                    EnableDefaultExceptionHandler = false,
                },
                TestContext.Current.CancellationToken
            );
        return (exit, errors.ToString());
    }
}
