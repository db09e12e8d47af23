using Microsoft.Extensions.Configuration;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;

namespace Pipeline.Producer.Commands;

/// <summary>The configuration of the program, read and checked.</summary>
internal sealed record ProgramOptions(KafkaOptions Kafka, ProducerOptions Okta)
{
    /// <exception cref="ConfigurationException">It cannot work.</exception>
    public static ProgramOptions Load(IConfiguration configuration, string? instance)
    {
        var okta = KafkaConfiguration.Bind<ProducerOptions>(configuration, ProducerOptions.Section);
        okta.Instance = instance ?? okta.Instance;
        TenantCatalogue.Of(okta);
        return new ProgramOptions(KafkaConfiguration.Kafka(configuration), okta);
    }
}
