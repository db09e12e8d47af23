using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Tests.Schemas;

public sealed class RegistryUrlTests
{
    [Fact]
    public void A_login_in_the_address_is_in_no_message()
    {
        using var ids = new RegistrySchemaIds("http://somebody:a-secret@127.0.0.1:1");
        var e = Record.Exception(() => ids.IdOf(Topics.Raw, "RawEvent"));
        Assert.NotNull(e);
        Assert.DoesNotContain("a-secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_address_is_a_configuration_error_without_its_login()
    {
        var e = Assert.Throws<ConfigurationException>(() => new RegistrySchemaIds("somebody:a-secret@not an address"));
        Assert.Contains("Kafka:SchemaRegistryUrl", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", e.ToString(), StringComparison.Ordinal);
    }
}
