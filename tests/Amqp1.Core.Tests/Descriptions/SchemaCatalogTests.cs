using System.ComponentModel;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Amqp1.Descriptions;

namespace Amqp1.Core.Tests.Descriptions;

/// <summary>Tests of the schemas of arguments and results.</summary>
public sealed class SchemaCatalogTests
{
    private readonly SchemaCatalog _catalog = new("#/schemas/");

    [Theory]
    [InlineData(typeof(int), """{"type":"integer","format":"int32"}""")]
    [InlineData(typeof(long?), """{"type":["integer","null"],"format":"int64"}""")]
    [InlineData(typeof(bool), """{"type":"boolean"}""")]
    [InlineData(typeof(byte[]), """{"type":["string","null"],"format":"byte"}""")]
    [InlineData(typeof(string), """{"type":["string","null"]}""")]
    [InlineData(typeof(Guid), """{"type":"string","format":"uuid"}""")]
    [InlineData(typeof(BigInteger), """{"type":"integer"}""")]
    [InlineData(typeof((int, string)), """{"type":"array"}""")]
    [InlineData(typeof(object), "{}")]
    [InlineData(typeof(System.Text.Json.JsonElement), "{}")]
    [InlineData(typeof(List<int>), """{"type":["array","null"],"items":{"type":"integer","format":"int32"}}""")]
    public void Plain_types_are_described_in_place(Type type, string expected)
    {
        Schema(type).ToJsonString().ShouldBe(expected);
        _catalog.Schemas.ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_type_that_refuses_null_permits_none() =>
        Schema(typeof(string), refusesNull: true).ToJsonString().ShouldBe("""{"type":"string"}""");

    [Fact]
    public void Objects_and_enumerations_have_names_and_are_described_once()
    {
        Schema(typeof(Shelf), refusesNull: true).ToJsonString().ShouldBe("""{"$ref":"#/schemas/Shelf"}""");
        Schema(typeof(Book)).ToJsonString().ShouldBe("""{"anyOf":[{"$ref":"#/schemas/Book"},{"type":"null"}]}""");

        _catalog.Schemas.Select(schema => schema.Key).ShouldBe(["Shelf", "Book", "Binding"], ignoreOrder: true);
        _catalog.Schemas["Shelf"]!.ToJsonString().ShouldBe(
            """{"type":"object","properties":{"books":{"type":"array","items":{"$ref":"#/schemas/Book"}}"""
            + ""","by_name":{"type":"object","additionalProperties":{"$ref":"#/schemas/Book"}}"""
            + ""","first":{"anyOf":[{"$ref":"#/schemas/Book"},{"type":"null"}]}},"required":["books","by_name","first"]}""");
        _catalog.Schemas["Book"]!.ToJsonString().ShouldBe(
            """{"type":"object","properties":{"title":{"type":"string","description":"The title on the cover."}"""
            + ""","binding":{"$ref":"#/schemas/Binding"},"second":{"anyOf":[{"$ref":"#/schemas/Binding"},{"type":"null"}]}},"required":["title","binding","second"]}""");
        _catalog.Schemas["Binding"]!.ToJsonString().ShouldBe("""{"enum":["Soft","Hard"]}""");
    }

    [Fact]
    public void A_type_that_contains_itself_refers_to_itself()
    {
        Schema(typeof(Node), refusesNull: true).ToJsonString().ShouldBe("""{"$ref":"#/schemas/Node"}""");

        _catalog.Schemas["Node"]!.ToJsonString().ShouldContain("""children":{"type":"array","items":{"$ref":"#/schemas/Node"}}""");
        _catalog.Schemas["Node"]!.ToJsonString().ShouldNotContain("#/properties");
    }

    [Fact]
    public void Types_of_one_name_get_different_names()
    {
        Schema(typeof(Book));
        Schema(typeof(Other.Book));
        Schema(typeof(Box<Book>));

        _catalog.Schemas.Select(schema => schema.Key).ShouldBe(["Book", "Binding", "Book2", "BoxOfBook"], ignoreOrder: true);
    }

    [Fact]
    public void Polymorphic_types_keep_their_discriminators()
    {
        Schema(typeof(Shape), refusesNull: true).ToJsonString().ShouldBe("""{"$ref":"#/schemas/Shape"}""");

        var text = _catalog.Schemas["Shape"]!.ToJsonString();
        text.ShouldContain("anyOf");
        text.ShouldContain("""kind":{"const":"circle"}""");
    }

    [Fact]
    public void A_type_that_cannot_be_described_permits_any_value() => Schema(typeof(Deep<Deep<Deep<Deep<int>>>>), maxDepth: 2).ToJsonString().ShouldBe("{}");

    private JsonNode Schema(Type type, bool refusesNull = false, int? maxDepth = null)
    {
        var options = maxDepth is { } depth
            ? new System.Text.Json.JsonSerializerOptions(MessagingJson.Default) { MaxDepth = depth }
            : MessagingJson.Default;
        return _catalog.SchemaOf(options.GetTypeInfo(type), refusesNull);
    }


    [JsonConverter(typeof(JsonStringEnumConverter<Binding>))]
    public enum Binding
    {
        Soft,
        Hard,
    }

    public sealed record Book([property: Description("The title on the cover.")] string Title, Binding Binding, Binding? Second);

    public sealed record Shelf(IReadOnlyList<Book> Books, IReadOnlyDictionary<string, Book> ByName, Book? First);

    public sealed record Node(string Name, IReadOnlyList<Node> Children, Node? Parent);

    public sealed record Box<T>(T Content);

    public sealed record Deep<T>(T Inner);

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Circle), "circle")]
    public abstract record Shape;

    public sealed record Circle(double Radius) : Shape;

    public static class Other
    {
        public sealed record Book(int Pages);
    }
}
