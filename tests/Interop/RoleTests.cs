using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests;

/// <summary>
/// Tests of .NET and Python peers together, with real processes, in every role: client, server, notifier and listener, in both directions,
/// through any intermediary. They contain what depends on the intermediary; <see cref="InteropTests"/> adds what depends on the peers
/// alone. Each part of this class holds the tests of one subject, and each subclass names an intermediary.
/// </summary>
public abstract partial class RoleTests
{
    private const string NoFanout = "This broker has no fanout: each of its addresses is a queue.";
    private const string NoRequeue = "This broker does not deliver again what was released.";

    private protected RoleTests(InteropFixture fixture) => Fixture = fixture;

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
}
