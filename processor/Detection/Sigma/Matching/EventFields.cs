using System.Text.Json;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>
/// The fields of one event, each resolved once when a rule first asks. One instance serves many events in turn, so that
/// matching allocates little more than the texts it compares. Not for two threads at once.
/// </summary>
internal sealed class EventFields
{
    private readonly List<FieldValue> _texts = [];
    private FieldValues?[] _values = [];
    private JsonElement _root;
    private long _generation;
    private long _textsGeneration;

    /// <summary>Turns to another event.</summary>
    public void Begin(EventView view, int fields)
    {
        _root = view.Root;
        _generation++;
        if (_values.Length < fields)
        {
            Array.Resize(ref _values, fields);
        }
    }

    public FieldValues this[SigmaField field]
    {
        get
        {
            var values = _values[field.Index] ??= new FieldValues();
            if (values.Generation != _generation)
            {
                values.Generation = _generation;
                values.Items.Clear();
                values.Exists = false;
                Resolve(_root, field.Segments, 0, values);
            }

            return values;
        }
    }

    /// <summary>Every text, number and boolean anywhere in the event: where keywords are sought.</summary>
    public List<FieldValue> Texts
    {
        get
        {
            if (_textsGeneration != _generation)
            {
                _textsGeneration = _generation;
                _texts.Clear();
                Collect(_root);
            }

            return _texts;
        }
    }

    private static void Resolve(JsonElement element, IReadOnlyList<FieldSegment> path, int position, FieldValues values)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            if (position < path.Count && path[position].Number is { } index)
            {
                if (index < element.GetArrayLength())
                {
                    Resolve(element[index], path, position + 1, values);
                }

                return;
            }

            values.Exists |= position == path.Count;
            foreach (var item in element.EnumerateArray())
            {
                Resolve(item, path, position, values);
            }
        }
        else if (position == path.Count)
        {
            values.Exists = true;
            values.Items.Add(new FieldValue(element.ValueKind, Vocabulary.TextOf(element)));
        }
        else if (element.ValueKind == JsonValueKind.Object && path[position].TryGet(element, out var child))
        {
            Resolve(child, path, position + 1, values);
        }
    }

    private void Collect(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                // A map drops the values of keys that stand again later, as every other reader of the event does.
                var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    members[property.Name] = property.Value;
                }

                foreach (var member in members.Values)
                {
                    Collect(member);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item);
                }

                break;
            default:
                if (EventView.TextOf(element) is { } text)
                {
                    _texts.Add(new FieldValue(element.ValueKind, text));
                }

                break;
        }
    }
}
