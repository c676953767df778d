using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the names of Python under which callers are told about types.</summary>
public sealed class PythonNamesTests
{
    public static TheoryData<Type, string?> Types { get; } = new()
    {
        { typeof(bool), "bool" },
        { typeof(bool?), "bool" },
        { typeof(sbyte), "int" },
        { typeof(byte), "int" },
        { typeof(short), "int" },
        { typeof(int), "int" },
        { typeof(uint?), "int" },
        { typeof(long), "int" },
        { typeof(ulong), "int" },
        { typeof(float), "float" },
        { typeof(double), "float" },
        { typeof(decimal), "float" },
        { typeof(char), "str" },
        { typeof(string), "str" },
        { typeof(DateTime), "str" },
        { typeof(DateTimeOffset), "str" },
        { typeof(DateOnly), "str" },
        { typeof(TimeOnly), "str" },
        { typeof(TimeSpan?), "str" },
        { typeof(Guid), "str" },
        { typeof(Uri), "str" },
        { typeof(Version), "str" },
        { typeof(byte[]), "str" },
        { typeof(Memory<byte>), "str" },
        { typeof(ReadOnlyMemory<byte>), "str" },
        { typeof(int[]), "list" },
        { typeof(List<string>), "list" },
        { typeof(Dictionary<string, int>), "dict" },
        { typeof(Target), "dict" },
        { typeof(DayOfWeek), null },
        { typeof(DayOfWeek?), null },
        { typeof(object), null },
        { typeof(JsonNode), null },
    };

    [Theory]
    [MemberData(nameof(Types), DisableDiscoveryEnumeration = true)]
    public void A_type_of_NET_has_the_name_of_what_its_values_are_on_the_wire(Type type, string? name) =>
        PythonNames.TypeOf(MessagingJson.Default.GetTypeInfo(type)).ShouldBe(name);

    [Theory]
    [InlineData("{}", "dict")]
    [InlineData("[]", "list")]
    [InlineData("\"1.5\"", "str")]
    [InlineData("15", "int")]
    [InlineData("-15", "int")]
    [InlineData("1.5", "float")]
    [InlineData("1e5", "float")]
    [InlineData("1E5", "float")]
    [InlineData("true", "bool")]
    [InlineData("false", "bool")]
    [InlineData("null", "None")]
    public void A_value_has_the_name_of_its_type(string json, string name) => PythonNames.TypeOf(JsonElement.Parse(json)).ShouldBe(name);

    [Theory]
    [InlineData("'a'", "a")]
    [InlineData("'a' and 'b'", "a", "b")]
    [InlineData("'a', 'b', and 'c'", "a", "b", "c")]
    [InlineData("'a', 'b', 'c', and 'd'", "a", "b", "c", "d")]
    public void Names_are_put_in_a_row_as_Python_does(string row, params string[] names) => PythonNames.InARow(names).ShouldBe(row);
}
