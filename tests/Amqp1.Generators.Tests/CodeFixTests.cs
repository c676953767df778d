namespace Amqp1.Generators.Tests;

/// <summary>Tests that the result of a code fix compiles and does what the author meant.</summary>
public sealed class CodeFixTests
{
    public static TheoryData<string, string, string, string> Fixes => new()
    {
        { "AMQP1002", "Set the version to 1.0", """[RpcEndpoint("t", Version = "1")]#C""", """[RpcEndpoint("t", Version = "1.0")]#C""" },
        { "AMQP1002", "Set the version to 2.3", """[RpcEndpoint("t", Version = "v2.3.4.5")]#C""", """[RpcEndpoint("t", Version = "2.3")]#C""" },
        { "AMQP1002", "Set the version to 1.0", """[RpcClient("t", Version = "one")]#I""", """[RpcClient("t", Version = "1.0")]#I""" },
        {
            "AMQP1004", "Make the type internal",
            """public class Outer { private protected class Middle { [RpcEndpoint("t")] private sealed class Compute { public void Build() { } } } }""",
            """public class Outer { internal class Middle { [RpcEndpoint("t")] internal sealed class Compute { public void Build() { } } } }"""
        },
        { "AMQP1004", "Make the type internal", """[RpcEndpoint("t")] file sealed class Compute { public void Build() { } }""", """[RpcEndpoint("t")] internal sealed class Compute { public void Build() { } }""" },
        {
            "AMQP1006", "Set the wire name to count_by_kind_and_zone_name",
            """
            [RpcEndpoint("t")]
            public sealed class Stock
            {
                public int Count() => 1;

                /// <summary>Counts.</summary>
                public int CountAsync(RpcContext context, string kind, string zoneName, CancellationToken cancel) => 2;
            }
            """,
            """
            [RpcEndpoint("t")]
            public sealed class Stock
            {
                public int Count() => 1;

                /// <summary>Counts.</summary>
                [RpcMethod("count_by_kind_and_zone_name")]
                public int CountAsync(RpcContext context, string kind, string zoneName, CancellationToken cancel) => 2;
            }
            """
        },
        {
            "AMQP1006", "Set the wire name to count_2",
            """[RpcEndpoint("t")] public sealed class Stock { public int Count() => 1; [RpcMethod("count", TimeoutSeconds = 2)] public int Sum() => 1; }""",
            """[RpcEndpoint("t")] public sealed class Stock { public int Count() => 1; [RpcMethod("count_2", TimeoutSeconds = 2)] public int Sum() => 1; }"""
        },
        {
            "AMQP1008", "Exclude the method with [RpcIgnore]",
            """
            [RpcEndpoint("t")]
            public sealed class Stock
            {
                public int Count() => 1;

                public T Get<T>(T value) => value;
            }
            """,
            """
            [RpcEndpoint("t")]
            public sealed class Stock
            {
                public int Count() => 1;

                [RpcIgnore]
                public T Get<T>(T value) => value;
            }
            """
        },
        {
            "AMQP1009", "Pass the parameter by value",
            """[RpcEndpoint("t")] public sealed class Stock { public int Count(ref readonly int from, int to) => from + to; }""",
            """[RpcEndpoint("t")] public sealed class Stock { public int Count(int from, int to) => from + to; }"""
        },
        {
            "AMQP1105", "Make the method public",
            """[NotificationEndpoint("t")] public sealed class Ears { [NotificationHandler(NotificationPriority.Info)] private void On(Notification<string> n) { } }""",
            """[NotificationEndpoint("t")] public sealed class Ears { [NotificationHandler(NotificationPriority.Info)] public void On(Notification<string> n) { } }"""
        },
        { "AMQP1203", "Return a task", """[RpcClient("t")] public interface IStock { int Count(); }""", """[RpcClient("t")] public interface IStock { Task<int> Count(); }""" },
        { "AMQP1203", "Return a task", """[RpcClient("t")] public interface IStock { void Clear(); }""", """[RpcClient("t")] public interface IStock { Task Clear(); }""" },
        {
            "AMQP1204", "Return a task without a result",
            """[RpcClient("t")] public interface IStock { [Cast] Task<int> ClearAsync(); }""",
            """[RpcClient("t")] public interface IStock { [Cast] Task ClearAsync(); }"""
        },
        {
            "AMQP1204", "Return a task without a result",
            """[RpcClient("t", Fanout = true)] public interface IStock { System.Threading.Tasks.ValueTask<int> ClearAsync(); }""",
            """[RpcClient("t", Fanout = true)] public interface IStock { System.Threading.Tasks.ValueTask ClearAsync(); }"""
        },
        {
            "AMQP1204", "Change the method to a call",
            """[RpcClient("t")] public interface IStock { [Cast] Task<int> ClearAsync(); }""",
            """[RpcClient("t")] public interface IStock { Task<int> ClearAsync(); }"""
        },
        {
            "AMQP1301", "Move the token to the end",
            """[RpcEndpoint("t")] public sealed class Stock { public int Count(RpcContext context, CancellationToken cancel, int from, int to = 1) => to; }""",
            """[RpcEndpoint("t")] public sealed class Stock { public int Count(RpcContext context, int from, int to = 1, CancellationToken cancel = default) => to; }"""
        },
        {
            "AMQP1301", "Move the token to the end",
            """
            [RpcClient("t")]
            public interface IStock
            {
                Task<int> CountAsync(
                    CancellationToken cancel,
                    int from,
                    params int[] others);
            }
            """,
            """
            [RpcClient("t")]
            public interface IStock
            {
                Task<int> CountAsync(
                    int from,
                    CancellationToken cancel,
                    params int[] others);
            }
            """
        },
        {
            "AMQP1302", "Make the method public",
            """[RpcEndpoint("t")] public sealed class Stock { public int Count() => 1; [RpcMethod] internal int Sum() => 1; }""",
            """[RpcEndpoint("t")] public sealed class Stock { public int Count() => 1; [RpcMethod] public int Sum() => 1; }"""
        },
    };

    [Theory]
    [MemberData(nameof(Fixes))]
    public async Task A_fix_mends_what_is_reported(string rule, string title, string before, string after)
    {
        var mended = await Fixing.ApplyAsync(Whole(before), rule, title);

        mended.ShouldBe(Whole(after));
        (await Compiling.RunAsync(mended)).Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task All_of_a_kind_are_mended_at_once() => (await Fixing.ApplyToAllAsync(
        """
        [RpcEndpoint("a", Version = "1")] public sealed class A { public void Build() { } }
        [RpcEndpoint("b", Version = "v2")] public sealed class B { public void Build() { } }
        """,
        "AMQP1002",
        "Set the version to 1.0")).ShouldBe(
        """
        [RpcEndpoint("a", Version = "1.0")] public sealed class A { public void Build() { } }
        [RpcEndpoint("b", Version = "2.0")] public sealed class B { public void Build() { } }
        """);

    [Theory]
    [InlineData("AMQP1009", """[RpcEndpoint("t")] public sealed class C { public void Build() { } public void Get(out int value) => value = 1; }""", "Exclude the method with [RpcIgnore]")]
    [InlineData("AMQP1008", """[RpcClient("t")] public interface I { Task GetAsync<T>(); }""")]
    [InlineData("AMQP1203", """[RpcClient("t")] public interface I { IAsyncEnumerator<int> Get(); }""")]
    [InlineData("AMQP1204", """[RpcClient("t", Fanout = true)] public interface I { Task<int> GetAsync(); }""", "Return a task without a result")]
    [InlineData("AMQP1302", """[RpcEndpoint("t")] public sealed class C { public void Build() { } [RpcMethod] public static int Sum() => 1; }""")]
    [InlineData("AMQP1002", """public static class V { public const string One = "1"; } [RpcEndpoint("t", Version = V.One)] public sealed class C { public void Build() { } }""")]
    public async Task Only_what_helps_is_offered(string rule, string source, params string[] titles) =>
        (await Fixing.OfferedAsync(source, rule)).ShouldBe(titles);

    private static string Whole(string source) => source
        .Replace("#C", " public sealed class C { public void Build() { } }", StringComparison.Ordinal)
        .Replace("#I", " public interface I { Task BuildAsync(); }", StringComparison.Ordinal);
}
