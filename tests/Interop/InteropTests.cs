using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests;

/// <summary>
/// What .NET and Python peers do together, whatever is between them: real processes, both directions. The parts of this class
/// hold the tests by subject, its subclasses name the intermediaries.
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

    /// <summary>The three Python servers and a .NET client of theirs.</summary>
    private async Task<(PythonPeer[] Servers, RpcClient Client)> CallsToPythonAsync()
    {
        var servers = await fixture.PythonServersAsync(Cancel);
        var transport = await fixture.ClientsAsync(Cancel);
        return (servers, transport.CreateRpcClient(Target.ForTopic(fixture.PythonTopic)));
    }

    /// <summary>The three .NET servers and a Python client of theirs.</summary>
    private async Task<(ComputeService[] Services, PythonPeer Client)> CallsFromPythonAsync()
    {
        var services = await fixture.ServicesAsync(Cancel);
        return (services, await fixture.PythonClientAsync(Cancel));
    }
}
