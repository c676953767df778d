using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// A test of .NET and Python peers together, with real processes. Each subclass holds the tests of one subject. The classes whose names end
/// with RoleTests hold what depends on the intermediary: every role, in both directions. The others hold what depends on the two sides
/// alone. The tests of an intermediary are a class that lists the subjects.
/// </summary>
public abstract class InteropTest
{
    private protected const string NoFanout = "This broker has no fanout: each of its addresses is a queue.";
    private protected const string NoRequeue = "This broker does not deliver again what was released.";

    private protected InteropTest(InteropFixture fixture) => Fixture = fixture;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The intermediary and the peers that its tests share.</summary>
    private protected InteropFixture Fixture { get; }

    private protected static JsonElement Value(JsonElement result)
    {
        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
        return result.GetProperty("value");
    }

    private protected static JsonElement Error(JsonElement result)
    {
        result.GetProperty("ok").GetBoolean().ShouldBeFalse(result.ToString());
        return result.GetProperty("error");
    }

    private protected static string Text(JsonElement parent, string property) => parent.GetProperty(property).GetString()!;

    /// <summary>Returns the three Python servers and a .NET client for them.</summary>
    private protected async Task<(PythonPeer[] Servers, RpcClient Client)> CallsToPythonAsync()
    {
        var servers = await Fixture.PythonServersAsync(Cancel);
        var transport = await Fixture.ClientsAsync(Cancel);
        return (servers, transport.CreateRpcClient(Target.ForTopic(Fixture.PythonTopic)));
    }

    /// <summary>Returns the three .NET servers and a Python client for them.</summary>
    private protected async Task<(ComputeService[] Services, PythonPeer Client)> CallsFromPythonAsync()
    {
        var services = await Fixture.ServicesAsync(Cancel);
        return (services, await Fixture.PythonClientAsync(Cancel));
    }

    private protected static bool IsRequest(JsonElement occurred, string method, string? data = null) =>
        Text(occurred, "event") == "request"
        && Text(occurred, "method") == method
        && (data is null || (occurred.GetProperty("args").GetProperty("data") is { ValueKind: JsonValueKind.String } sent && sent.ValueEquals(data)));

    private protected static async Task<int> CountAsync(PythonPeer server) =>
        (await server.AskAsync(new { command = "stats" }, Cancel)).GetProperty("count").GetInt32();

    /// <summary>Observes the exception of a wait that is expected to end after the test.</summary>
    private protected static void Observe(Task waiting) => _ = waiting.ContinueWith(static task => task.Exception, TaskScheduler.Default);

    /// <summary>
    /// Returns text whose parts differ, so that frames in the wrong order are noticed, with characters of two and three bytes.
    /// </summary>
    private protected static string TextOf(int length) => string.Create(length, 0, static (text, _) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = i % 1000 == 0 ? 'é' : i % 1001 == 0 ? '漢' : (char)('a' + ((i * 31) + (i / 997)) % 26);
        }
    });
}
