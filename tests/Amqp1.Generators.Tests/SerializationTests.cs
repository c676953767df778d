using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Tests;

/// <summary>Tests of the reports, at compile time and for AOT, of types on the wire without JSON metadata.</summary>
public sealed class SerializationTests
{
    private const string Types = """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        public enum Kind { Small, Large }
        public struct Size { public int Width { get; set; } }
        public record Base(Dictionary<string, Size?> Sizes);
        public record Flavor(string Id, Kind Kind, Disk[] Disks) : Base(Sizes: []);
        [JsonDerivedType(typeof(Ssd), "ssd")] public class Disk;
        public class Ssd : Disk;
        public class Note { public DateOnly Day { get; set; } }
        [JsonSerializable(typeof(Flavor))] partial class FlavorJson : JsonSerializerContext;
        """;

    [Theory]
    [InlineData("string text, int? count, DateTimeOffset at, Guid id, byte[] bytes, JsonElement any, IReadOnlyList<string> names, Dictionary<string, JsonElement> map")]
    [InlineData("Flavor flavor, Kind kind, Disk[] disks, Disk disk, Ssd ssd, Base asBase, Dictionary<string, Size?> sizes, Size? size", "asBase")]
    [InlineData("Note note", "note")]
    [InlineData("DateOnly day", "day")]
    [InlineData("Kind? kind, List<Flavor> flavors, Flavor[] array", "kind", "flavors", "array")]
    [InlineData("object any", "any")]
    [InlineData("RpcContext context, Flavor? flavor, CancellationToken cancel")]
    public async Task What_no_context_knows_is_named(string parameters, params string[] unknown)
    {
        var source = Endpoint(parameters, "void");

        (await ReportsAsync(source)).Select(report => source[report.Location.SourceSpan.Start..report.Location.SourceSpan.End]).ShouldBe(unknown, ignoreOrder: true);
    }

    [Theory]
    [InlineData("""[RpcEndpoint("t")] public class C { public Task<Note> GetAsync() => null!; }""", "C.GetAsync returns Note")]
    [InlineData("""[RpcEndpoint("t")] public class C { public Note Get() => null!; }""", "C.Get returns Note")]
    [InlineData("""[RpcEndpoint("t")] public class C { public ValueTask<Flavor[]> Get() => default; }""", "C.Get returns Flavor[]")]
    [InlineData("""[RpcClient("t")] public interface I { Task<Flavor> GetAsync([Server] string host, MessagingContext context, Note note); }""", "I.GetAsync takes 'note' of Note")]
    [InlineData("""[RpcClient("t")] public interface I { Task<Note> GetAsync(Flavor flavor); }""", "I.GetAsync returns Note")]
    [InlineData("""[NotificationEndpoint("t")] public class N { [NotificationHandler(NotificationPriority.Info)] public void On(Notification<Note> n) { } }""", "N.On takes notifications of Note")]
    [InlineData("""[NotificationEndpoint("t")] public class N { [NotificationHandler(NotificationPriority.Info)] public void On(IReadOnlyList<Notification<Note>> n) { } }""", "N.On takes notifications of Note")]
    public async Task Every_side_of_the_wire_is_looked_at(string source, string message)
    {
        (await ReportsAsync(Types + source)).ShouldHaveSingleItem().GetMessage().ShouldStartWith(message + ", for which no JsonSerializerContext");
    }

    [Theory]
    [InlineData("client.CallAsync(\"m\", new { kind = 1 })", "CallAsync sends <anonymous type: int kind>")]
    [InlineData("client.CallAsync<Note>(\"m\", new Flavor(\"a\", Kind.Small, []))", "CallAsync gets Note")]
    [InlineData("client.CastAsync(\"m\", arguments: new Note())", "CastAsync sends Note")]
    [InlineData("client.FanoutAsync(\"m\", new Dictionary<string, object>())", "FanoutAsync sends System.Collections.Generic.Dictionary<string, object>")]
    [InlineData("notifier.InfoAsync(\"e\", new { kind = 1 })", "InfoAsync sends <anonymous type: int kind>")]
    [InlineData("notifier.NotifyAsync(NotificationPriority.Info, \"e\", new Note())", "NotifyAsync sends Note")]
    [InlineData("client.CallAsync<string>(\"m\")")]
    [InlineData("client.CallAsync<JsonElement>(\"m\", new System.Text.Json.Nodes.JsonObject())")]
    [InlineData("client.CallAsync<Flavor[]>(\"m\", new Dictionary<string, string>())", "CallAsync gets Flavor[]")]
    [InlineData("client.CallAsync<Flavor>(\"m\", (object)new Note())")]
    [InlineData("notifier.InfoAsync(\"e\", null)")]
    [InlineData("notifier.InfoAsync(\"e\", new Ssd())")]
    public async Task What_a_call_in_code_sends_and_gets_is_looked_at(string call, params string[] messages)
    {
        var source = Types + $$"""public static class Program { public static Task Run(RpcClient client, INotifier notifier) => {{call}}; }""";

        var reports = await ReportsAsync(source);

        reports.ShouldAllBe(report => report.Id == "AMQP1305");
        reports.Select(report => report.GetMessage().Split(", for which")[0]).ShouldBe(messages);
    }

    [Fact]
    public async Task Where_reflection_is_allowed_nothing_is_missing() =>
        (await ReportsAsync(Endpoint("Note note", "Note"), aot: false)).ShouldBeEmpty();

    [Fact]
    public async Task A_library_leaves_it_to_the_application() => (await Compiling.RunAsync(
        """public class Note; [RpcEndpoint("t")] public class C { public void Keep(Note note) { } }""", options: ProjectText.Aot)).Diagnostics.ShouldBeEmpty();

    [Fact]
    public async Task An_application_without_any_context_is_told_all() => (await Compiling.RunAsync(
        """public class Note; [RpcEndpoint("t")] public class C { public void Keep(Note note) { } public static void Main() { } }""",
        options: ProjectText.Aot,
        kind: OutputKind.ConsoleApplication)).Diagnostics.ShouldHaveSingleItem().Id.ShouldBe("AMQP1304");

    [Fact]
    public async Task The_fix_adds_all_that_is_missing_to_the_context()
    {
        const string source = """
            using System.Text.Json.Serialization;

            public class Note;

            [RpcEndpoint("t")]
            public class C
            {
                public List<Note> Keep(Note? note, Dictionary<string, int[]?> map, DateOnly? day) => [];
            }

            /// <summary>JSON.</summary>
            [JsonSerializable(typeof(bool))]
            internal sealed partial class AppJson : JsonSerializerContext;
            """;

        var mended = await Fixing.ApplyAsync(source, "AMQP1304", "Add the missing types to AppJson", config: "build_property.EnableAotAnalyzer = true");

        mended.ShouldBe(source.Replace("[JsonSerializable(typeof(bool))]", """
            [JsonSerializable(typeof(bool))]
            [JsonSerializable(typeof(Note))]
            [JsonSerializable(typeof(Dictionary<string, int[]?>))]
            [JsonSerializable(typeof(DateOnly?))]
            [JsonSerializable(typeof(List<Note>))]
            """, StringComparison.Ordinal));
        (await ReportsAsync(mended)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_fix_adds_what_calls_send_and_get_to_the_context()
    {
        const string source = """
            using System.Text.Json.Serialization;
            public class Note;
            public static class P { public static Task<List<Note>?> A(RpcClient client, INotifier notifier) { notifier.InfoAsync("e", new { x = 1 }); return client.CallAsync<List<Note>>("m", new Note()); } }

            [JsonSerializable(typeof(bool))]
            internal sealed partial class AppJson : JsonSerializerContext;
            """;

        var mended = await Fixing.ApplyAsync(source.Replace("notifier.InfoAsync(\"e\", new { x = 1 }); ", "", StringComparison.Ordinal), "AMQP1305", "Add the missing types to AppJson", config: "build_property.EnableAotAnalyzer = true");

        mended.ShouldContain("[JsonSerializable(typeof(Note))]");
        mended.ShouldContain("[JsonSerializable(typeof(List<Note>))]");
        (await ReportsAsync(mended)).ShouldBeEmpty();
        (await Fixing.OfferedAsync(source, "AMQP1305", "build_property.EnableAotAnalyzer = true")).ShouldBe(["Send a JsonObject"]);
    }

    [Theory]
    [InlineData("new { Name = name, count = 1, at, deep = new { x = 1.5, node } }", """new JsonObject { ["name"] = name, ["count"] = 1, ["at"] = at, ["deep"] = new JsonObject { ["x"] = 1.5, ["node"] = node } }""")]
    [InlineData("new { }", "new JsonObject { }")]
    public async Task The_fix_sends_a_JsonObject_for_an_anonymous_one(string before, string after)
    {
        var source = $$"""
            using System.Text.Json.Nodes;
            using System.Text.Json.Serialization;
            public static class P { public static Task A(RpcClient client, string name, DateTimeOffset at, JsonNode node) => client.CallAsync("m", {{before}}); }
            [JsonSerializable(typeof(Dictionary<string, int>))] internal sealed partial class AppJson : JsonSerializerContext;
            """;

        var mended = await Fixing.ApplyAsync(source, "AMQP1305", "Send a JsonObject", config: "build_property.EnableAotAnalyzer = true");

        mended.ShouldBe(source.Replace(before, after, StringComparison.Ordinal));
        (await ReportsAsync(mended)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_anonymous_object_of_other_types_is_left_to_its_author() => (await Fixing.OfferedAsync(
        Types + """public static class P { public static Task A(RpcClient client, Note note) => client.CallAsync("m", new { note }); }""", "AMQP1305", "build_property.EnableAotAnalyzer = true"))
        .ShouldBeEmpty();

    private static string Endpoint(string parameters, string result) =>
        Types + $$"""[RpcEndpoint("t")] public class C { public {{result}} Keep({{parameters}}) { throw new NotSupportedException(); } }""";

    private static async Task<IEnumerable<Diagnostic>> ReportsAsync(string source, bool aot = true) =>
        (await Compiling.RunAsync(source, options: aot ? ProjectText.Aot : null)).Diagnostics;
}
