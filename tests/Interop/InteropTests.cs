using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests;

/// <summary>
/// Tests of .NET and Python peers together, with real processes, in both directions, through any intermediary. Each part of this class
/// holds the tests of one subject, and each subclass names an intermediary.
/// </summary>
public abstract partial class InteropTests(InteropFixture fixture)
{
    private const string NoFanout = "This broker has no fanout: each of its addresses is a queue.";
    private const string NotAmqp1Format = "The raw peer writes messages of oslo's AMQP 1.0 driver only.";
    private const string NoRequeue = "This broker does not deliver again what was released.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static JsonElement Value(JsonElement result)
    {
        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
        return result.GetProperty("value");
    }

    private static JsonElement Error(JsonElement result)
    {
        result.GetProperty("ok").GetBoolean().ShouldBeFalse(result.ToString());
        return result.GetProperty("error");
    }

    private static string Text(JsonElement parent, string property) => parent.GetProperty(property).GetString()!;

    /// <summary>Returns the three Python servers and a .NET client for them.</summary>
    private async Task<(PythonPeer[] Servers, RpcClient Client)> CallsToPythonAsync()
    {
        var servers = await fixture.PythonServersAsync(Cancel);
        var transport = await fixture.ClientsAsync(Cancel);
        return (servers, transport.CreateRpcClient(Target.ForTopic(fixture.PythonTopic)));
    }

    /// <summary>Returns the three .NET servers and a Python client for them.</summary>
    private async Task<(ComputeService[] Services, PythonPeer Client)> CallsFromPythonAsync()
    {
        var services = await fixture.ServicesAsync(Cancel);
        return (services, await fixture.PythonClientAsync(Cancel));
    }
}
