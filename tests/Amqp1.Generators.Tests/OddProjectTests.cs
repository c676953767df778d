using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Amqp1.Generators.Tests;

/// <summary>Tests that the generated code compiles in projects with unusual names, options and members.</summary>
public sealed class OddProjectTests
{
    private const string Everything = """
        public sealed record Item(string Name);
        [RpcEndpoint("t")] public sealed class C { public Item Keep(Item item, int? count = 3) => item; public Task<(int, string)> PairAsync(CancellationToken cancel) => null!; }
        [RpcClient("t")] public interface I { Task<Item> KeepAsync(Item item, [Server] string? host = null); }
        [NotificationEndpoint("t")] public sealed class N { [NotificationHandler(NotificationPriority.Info)] public void On(Notification<Item> n) { } }
        """;

    [Theory]
    [InlineData("operator")]
    [InlineData("class")]
    [InlineData("record")]
    [InlineData("field")]
    [InlineData("global")]
    [InlineData("Amqp1")]
    [InlineData("System")]
    [InlineData("7-up")]
    [InlineData("billing.worker")]
    [InlineData("\u00fcber service")]
    public async Task A_project_may_have_any_name(string assembly)
    {
        var (files, diagnostics) = await Compiling.RunAsync(Everything, assembly: assembly);

        diagnostics.ShouldBeEmpty();
        files.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("""namespace @operator.@class { [RpcEndpoint("t")] public sealed class @event { public int @return(int @int, string @string = "x") => @int; } [RpcClient("t")] public interface @interface { Task<int> @return(int @int); } }""")]
    [InlineData("""namespace N { public class Amqp1 { public class System { } [RpcEndpoint("t")] public sealed class Messaging { public int Count(System? system) => 1; } } }""")]
    [InlineData("""namespace N.Amqp1.Generated { public class Amqp1; public class global; [RpcEndpoint("t")] public sealed class C { public Amqp1 Count(global g) => null!; } }""")]
    [InlineData("""public class Outer { public class Middle { [RpcEndpoint("t")] internal sealed class C { public List<Inner> Get(Inner i) => []; } public sealed record Inner(int Id); } [RpcClient("t")] public interface I { Task<Middle.Inner> GetAsync(Middle.Inner i); } }""")]
    [InlineData("""[RpcEndpoint("t")] public sealed partial class C { public int A() => 1; } public sealed partial class C { public int B() => 1; } public sealed partial class C { public partial int D(int x); public partial int D(int x) => x; }""")]
    [InlineData("""[RpcEndpoint("t")] public sealed class C { public required string Name { get; init; } public int A() => 1; }""")]
    [InlineData("""[RpcEndpoint("t")] public sealed class C { public void A(params string[] names) { } [RpcIgnore] public void B(ReadOnlySpan<char> text) { } }""")]
    [InlineData("""[RpcClient("t")] public interface I { Task AAsync(string _client0, string _owner, string client, string writer, [Server] string _json0); }""")]
    [InlineData("""[RpcEndpoint("t")] public sealed class C { public int A(string arguments, string invocation, string endpoint, int argument0, bool given0) => 1; }""")]
    [InlineData("""[RpcEndpoint("t")] [Obsolete("no", true)] public sealed class C { public int A() => 1; }""")]
    [InlineData("""[RpcEndpoint("t")] public sealed class C { [Obsolete("no", true)] public int A() => 1; [Obsolete] public int B() => 1; }""")]
    [InlineData("""[Obsolete("no", true)] public sealed record Old(int Id); [RpcEndpoint("t")] public sealed class C { [Obsolete("no", true)] public Old A(Old old) => old; }""")]
    [InlineData("""[RpcClient("t")] public interface I { [Obsolete("no", true)] Task<int> AAsync(); }""")]
    [InlineData("""[Obsolete("no", true)] [RpcClient("t")] public interface I { Task<int> AAsync(); }""")]
    [InlineData("""[NotificationEndpoint("t")] public sealed class N { [Obsolete("no", true)] [NotificationHandler(NotificationPriority.Info)] public void On(Notification<string> n) { } }""")]
    [InlineData("""[RpcEndpoint("t")] public sealed class C { [Obsolete("no", true)] public C() { } public int A() => 1; }""")]
    [InlineData("""[System.Diagnostics.CodeAnalysis.Experimental("X1")] [RpcEndpoint("t")] public sealed class C { [System.Diagnostics.CodeAnalysis.Experimental("X2")] public int A() => 1; }""")]
    [InlineData("""[RpcClient("t")] public interface I { [System.Diagnostics.CodeAnalysis.Experimental("X2")] Task<int> AAsync(); }""")]
    public async Task A_member_may_be_unusual(string source)
    {
        var (files, diagnostics) = await Compiling.RunAsync(source);

        diagnostics.ShouldBeEmpty();
        files.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Enable)]
    public async Task A_strict_project_gets_no_warnings_from_what_is_generated(NullableContextOptions nullable)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable, generalDiagnosticOption: ReportDiagnostic.Error, warningLevel: 9999);
        var source = "[assembly: CLSCompliant(false)]\n" + Everything.Replace("?", "", StringComparison.Ordinal).Replace("= null", "= \"\"", StringComparison.Ordinal);

        var (files, diagnostics) = await Compiling.RunAsync(source, compilerOptions: options);

        diagnostics.Where(diagnostic => diagnostic.Location.GetLineSpan().Path.EndsWith(".g.cs", StringComparison.Ordinal)).ShouldBeEmpty();
        files.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp10, "10.0")]
    [InlineData(LanguageVersion.CSharp11, null)]
    public async Task A_language_that_is_too_old_is_named(LanguageVersion language, string? version)
    {
        var (_, diagnostics) = await Compiling.RunAsync(Everything, language: language);

        diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage()}").ShouldBe(
            version is null ? [] : new[] { "C", "I", "N" }.Select(type => $"AMQP1012 {type} needs code that is generated in C# 11, but the project is compiled as C# {version}"), ignoreOrder: true);
    }

    [Fact]
    public async Task A_method_that_a_class_below_hides_is_called_all_the_same()
    {
        var (files, diagnostics) = await Compiling.RunAsync("""
            public class Base { public string Get(int id) => ""; }
            public class Ear { [NotificationHandler(NotificationPriority.Info)] public void On(Notification<string> n) { } }
            [RpcEndpoint("h")] public sealed class Derived : Base { [RpcMethod("get_any")] public string Get(long id) => ""; }
            [NotificationEndpoint("h")] public sealed class Ears : Ear { public void On(Notification<object> n) { } }
            """);

        diagnostics.ShouldBeEmpty();
        var text = string.Concat(files.Select(file => file.Text));
        text.ShouldContain("((global::Base)endpoint).@Get(");
        text.ShouldContain("((global::Derived)endpoint).@Get(");
        text.ShouldContain("((global::Ear)endpoint).@On(");
    }

    [Fact]
    public async Task Filters_name_entries_and_their_patterns()
    {
        var (files, diagnostics) = await Compiling.RunAsync("""
            [NotificationEndpoint("t", EventType = "x", Payload = ["state=active|b=c", "kind="], Context = ["user=a\"b"], Metadata = ["timestamp=2026-"])]
            public sealed class N { [NotificationHandler(NotificationPriority.Info)] public void On(Notification<string> n) { } }
            """);

        diagnostics.ShouldBeEmpty();
        files[1].Text.ShouldContain("""NotificationFilter(null, "x", context: new global::System.Collections.Generic.Dictionary<string, string> { ["user"] = "a\"b" }, metadata: """);
        files[1].Text.ShouldContain("""payload: new global::System.Collections.Generic.Dictionary<string, string> { ["state"] = "active|b=c", ["kind"] = "" })""");
    }

    [Theory]
    [InlineData("""Payload = ["state"]""", "'state' of Payload is not in the form key=pattern")]
    [InlineData("""Context = ["=x"]""", "'=x' of Context is not in the form key=pattern")]
    [InlineData("""Metadata = ["priority=x"]""", "the metadata have no key 'priority', only message_id and timestamp")]
    [InlineData("""Payload = ["state=a", "state=b"]""", "Payload has two patterns for 'state'")]
    [InlineData("""Payload = ["state=("]""", "Invalid pattern '('")]
    public async Task A_filter_that_cannot_be_read_is_named(string filter, string message)
    {
        var (_, diagnostics) = await Compiling.RunAsync($$"""
            [NotificationEndpoint("t", {{filter}})] public sealed class N { [NotificationHandler(NotificationPriority.Info)] public void On(Notification<string> n) { } }
            """);

        var report = diagnostics.ShouldHaveSingleItem();
        report.Id.ShouldBe("AMQP1103");
        report.GetMessage().ShouldContain(message);
    }
}
