using System.Collections.Concurrent;
using Confluent.SchemaRegistry;
using Pipeline.Schemas;

namespace Pipeline.Kafka;

/// <summary>
/// Ids of a schema registry, subjects by TopicName (<c>{topic}-value</c>). Ids of the committed schemas stay readable,
/// so that a log begun without a registry does too.
/// </summary>
public sealed class RegistrySchemaIds : ISchemaIds, IDisposable
{
    private readonly CachedSchemaRegistryClient _registry;
    private readonly string _url;
    private readonly CommittedSchemaIds _committed = new();
    private readonly ConcurrentDictionary<int, Avro.Schema> _schemas = new();

    /// <param name="url">The registry's address; a login may stand in it.</param>
    /// <exception cref="ConfigurationException">It is no address.</exception>
    public RegistrySchemaIds(string url)
    {
        (_url, var login) = SplitLogin(url);
        try
        {
            _registry = new CachedSchemaRegistryClient(
                new SchemaRegistryConfig
                {
                    Url = _url,
                    BasicAuthCredentialsSource = login is null ? null : AuthCredentialsSource.UserInfo,
                    BasicAuthUserInfo = login,
                }
            );
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException or InvalidOperationException)
        {
            throw new ConfigurationException(
                $"Kafka:SchemaRegistryUrl must be a URL such as http://registry:8081, not {_url}.",
                e
            );
        }
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
            var schema = Wait(_registry.GetSchemaAsync(id));
            return schema.SchemaType == SchemaType.Avro
                ? _schemas.GetOrAdd(id, Avro.Schema.Parse(schema.SchemaString))
                : throw NoAvro(id);
        }
        catch (Avro.AvroException e)
        {
            throw NoAvro(id, e);
        }
        catch (SchemaRegistryException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            throw new UnknownSchemaException($"The registry at {_url} does not know schema id {id}.", e);
        }
    }

    /// <summary>
    /// Registers the schema of every topic that has one, under its subject. From then on the subject takes only what
    /// old and new readers both understand: logs are kept long, and replays read all of them.
    /// </summary>
    /// <returns>Subject and id of each.</returns>
    /// <exception cref="ConfigurationException">A subject refuses the schema.</exception>
    public async Task<IReadOnlyList<KeyValuePair<string, int>>> RegisterAsync(IEnumerable<TopicSpec> specs)
    {
        var registered = new List<KeyValuePair<string, int>>();
        foreach (var spec in specs.Where(x => x.Schema is not null))
        {
            var subject = Subject(spec.Name);
            try
            {
                await _registry.UpdateCompatibilityAsync(Compatibility.FullTransitive, subject);
                registered.Add(new(subject, await _registry.RegisterSchemaAsync(subject, Schema(spec.Schema!))));
            }
            catch (SchemaRegistryException e) when (e.Status == System.Net.HttpStatusCode.Conflict)
            {
                throw new ConfigurationException(Refusal(subject, spec.Schema!), e);
            }
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
                findings.Add(
                    await TakesAsync(subject, spec.Schema!)
                        ? $"Subject {subject} lacks the committed {spec.Schema}: run `okta-processor schemas register`."
                        : Refusal(subject, spec.Schema!)
                );
            }
        }

        return findings;
    }

    public void Dispose() => _registry.Dispose();

    /// <summary>JSON and Protobuf schemas share the ids and the prefix.</summary>
    private UnknownSchemaException NoAvro(int id, Exception? cause = null) =>
        new($"Schema id {id} of the registry at {_url} is no Avro schema.", cause);

    private async Task<bool> TakesAsync(string subject, string schemaName)
    {
        try
        {
            return await _registry.IsCompatibleAsync(subject, Schema(schemaName));
        }
        catch (SchemaRegistryException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            // No such subject, say some registries: then nothing is in the way.
            return true;
        }
    }

    private static string Refusal(string subject, string schemaName) =>
        $"Subject {subject} refuses the committed {schemaName} as incompatible with its versions: compare it with "
        + "schemas/history, and publish a changed record under a new topic.";

    /// <summary>
    /// The login in <c>https://user:password@host</c> goes to the client on its own: an address appears in messages,
    /// the client's too.
    /// </summary>
    private static (string Url, string? Login) SplitLogin(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var end = url.LastIndexOf('@');
        return end < start
            ? (url, null)
            : (url.Remove(start, end + 1 - start), Uri.UnescapeDataString(url[start..end]));
    }

    private static Schema Schema(string name) => new(SchemaCatalogue.Text(name), SchemaType.Avro);

    /// <summary>The codec is synchronous: an id is asked for once and kept.</summary>
    private static T Wait<T>(Task<T> task) => task.ConfigureAwait(false).GetAwaiter().GetResult();
}
