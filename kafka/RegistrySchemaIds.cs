using System.Collections.Concurrent;
using Confluent.SchemaRegistry;
using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>
/// Ids of a schema registry, subjects by TopicName (<c>{topic}-value</c>). Ids of the committed schemas stay readable, so
/// that a log begun without a registry does too.
/// </summary>
public sealed class RegistrySchemaIds : ISchemaIds, IDisposable
{
    private readonly CachedSchemaRegistryClient _registry;
    private readonly string _url;
    private readonly CommittedSchemaIds _committed = new();
    private readonly ConcurrentDictionary<int, Avro.Schema> _schemas = new();

    public RegistrySchemaIds(string url)
    {
        _url = url;
        _registry = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = url });
    }

    /// <summary>The subject of a topic's values.</summary>
    public static string Subject(string topic) => topic + "-value";

    /// <inheritdoc/>
    public int IdOf(string topic, string schemaName)
    {
        try
        {
            return Wait(_registry.GetSchemaIdAsync(Subject(topic), Schema(schemaName)));
        }
        catch (SchemaRegistryException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            throw new UnknownSchemaException(
                $"The registry at {_url} does not know {schemaName} under subject {Subject(topic)}: run "
                    + "`okta-processor schemas register`, or set Kafka:RegisterSchemas to true in development.",
                e
            );
        }
    }

    /// <inheritdoc/>
    public Avro.Schema SchemaOf(int id)
    {
        if (_schemas.TryGetValue(id, out var known))
        {
            return known;
        }

        if (SchemaCatalogue.NameOf(id) is not null)
        {
            return _committed.SchemaOf(id);
        }

        try
        {
            var schema = Avro.Schema.Parse(Wait(_registry.GetSchemaAsync(id)).SchemaString);
            return _schemas.GetOrAdd(id, schema);
        }
        catch (SchemaRegistryException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            throw new UnknownSchemaException($"The registry at {_url} does not know schema id {id}.", e);
        }
    }

    /// <summary>Registers the schema of every topic that has one, under its subject.</summary>
    /// <returns>Subject and id of each.</returns>
    public async Task<IReadOnlyList<KeyValuePair<string, int>>> RegisterAsync(IEnumerable<TopicSpec> specs)
    {
        var registered = new List<KeyValuePair<string, int>>();
        foreach (var spec in specs.Where(x => x.Schema is not null))
        {
            var id = await _registry.RegisterSchemaAsync(Subject(spec.Name), Schema(spec.Schema!));
            registered.Add(new(Subject(spec.Name), id));
        }

        return registered;
    }

    /// <summary>Compares the committed schemas with the registry's.</summary>
    /// <returns>One sentence for each subject that misses or refuses the committed schema.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(IEnumerable<TopicSpec> specs)
    {
        var findings = new List<string>();
        foreach (var spec in specs.Where(x => x.Schema is not null))
        {
            var subject = Subject(spec.Name);
            try
            {
                await _registry.GetSchemaIdAsync(subject, Schema(spec.Schema!));
            }
            catch (SchemaRegistryException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
            {
                var compatible = await _registry.IsCompatibleAsync(subject, Schema(spec.Schema!));
                findings.Add(
                    compatible
                        ? $"Subject {subject} lacks the committed {spec.Schema}: run `okta-processor schemas register`."
                        : $"Subject {subject} refuses the committed {spec.Schema} as incompatible with its versions."
                );
            }
        }

        return findings;
    }

    public void Dispose() => _registry.Dispose();

    private static Schema Schema(string name) => new(SchemaCatalogue.Text(name), SchemaType.Avro);

    /// <summary>The codec is synchronous: an id is asked for once and kept.</summary>
    private static T Wait<T>(Task<T> task) => task.ConfigureAwait(false).GetAwaiter().GetResult();
}
