using System.Collections;
using Avro.Generic;
using Avro.Specific;

namespace Pipeline.Tests.Schemas;

/// <summary>
/// Compares a generic value with what was read from it, generic or specific, by the names of its fields.
/// </summary>
internal static class SampleComparison
{
    /// <summary>Asserts that every field both sides know has the same value.</summary>
    public static void SameWhereShared(GenericRecord expected, object actual)
    {
        var schema = actual is ISpecificRecord specific
            ? (Avro.RecordSchema)specific.Schema
            : ((GenericRecord)actual).Schema;
        foreach (var field in schema.Fields)
        {
            if (!expected.Schema.TryGetField(field.Name, out _))
            {
                continue;
            }

            var value = actual is ISpecificRecord record ? record.Get(field.Pos) : ((GenericRecord)actual)[field.Name];
            Same(expected[field.Name], value, field.Name);
        }
    }

    private static void Same(object? expected, object? actual, string path)
    {
        switch (expected)
        {
            case GenericRecord record:
                Assert.NotNull(actual);
                SameWhereShared(record, actual);
                break;
            case IDictionary map:
                var other = Assert.IsAssignableFrom<IDictionary>(actual);
                Assert.Equal(map.Count, other.Count);
                foreach (DictionaryEntry entry in map)
                {
                    Same(entry.Value, other[entry.Key], path);
                }

                break;
            case IList list:
                var items = Assert.IsAssignableFrom<IList>(actual);
                Assert.Equal(list.Count, items.Count);
                for (var i = 0; i < list.Count; i++)
                {
                    Same(list[i], items[i], path);
                }

                break;
            default:
                Assert.True(Equals(expected, actual), $"{path}: {expected} became {actual}");
                break;
        }
    }
}
