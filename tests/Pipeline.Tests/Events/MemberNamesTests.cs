using System.Text.Json;
using Pipeline.Processor.Events;

namespace Pipeline.Tests.Events;

public sealed class MemberNamesTests
{
    private readonly MemberNames _names = new();

    [Theory]
    [InlineData("""{"risk":"a","rest":"b"}""", "a")]
    [InlineData("""{"rest":"b","risk":"a","risk":"c"}""", "c")]
    [InlineData("""{"\u0072isk":"a"}""", "a")]
    [InlineData("""{"Risk":"a","":"b","ris":"c"}""", null)]
    [InlineData("""["risk"]""", null)]
    public void A_member_is_found_by_its_name_as_everywhere(string json, string? expected)
    {
        _names.Add("rest");
        var place = _names.Add("risk");
        var found = new JsonElement[_names.Count];
        using var document = JsonDocument.Parse(json);
        _names.Find(document.RootElement, found);
        Assert.Equal(expected, found[place].ValueKind == JsonValueKind.Undefined ? null : found[place].GetString());
    }
}
