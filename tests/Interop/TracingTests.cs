using System.Diagnostics;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Notifications;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of the trace context of calls and notifications.</summary>
public abstract class TracingTests(InteropFixture fixture) : InteropTest(fixture)
{
    [Fact]
    public async Task A_python_server_does_not_mind_the_trace_context_of_a_call()
    {
        var (servers, client) = await CallsToPythonAsync();
        using var traces = new Traces();
        var mark = Guid.NewGuid().ToString();

        (await client.CallAsync<string>("echo", new { data = mark }, Cancel)).ShouldBe(mark);
        await client.Prepare(server: "s1").CastAsync("hit", new { data = mark }, Cancel);

        await servers[0].NextAsync(occurred => IsRequest(occurred, "hit", mark), Cancel);
        var call = await traces.NextAsync(ActivityKind.Client, Cancel);
        call.ParentSpanId.ShouldBe(traces.Root.SpanId);
        (await traces.NextAsync(ActivityKind.Producer, Cancel)).ParentSpanId.ShouldBe(traces.Root.SpanId);
    }

    [Fact]
    public async Task The_trace_of_a_call_goes_on_in_the_server_and_that_of_a_notification_in_the_listener()
    {
        await Fixture.ServicesAsync(Cancel);
        var topic = Fixture.NewTopic("traced");
        await using var listener = await AuditListener.StartAsync(await Fixture.ServersAsync(Cancel), topic, Cancel);
        var transport = await Fixture.ClientsAsync(Cancel);
        using var traces = new Traces();

        await transport.CreateRpcClient(Target.ForTopic(Fixture.ServiceTopic)).CallAsync("nothing", cancel: Cancel);
        await transport.CreateNotifier("p", topic).InfoAsync("e", new { }, cancel: Cancel);

        var call = await traces.NextAsync(ActivityKind.Client, Cancel);
        (await traces.NextAsync(ActivityKind.Server, Cancel)).ParentSpanId.ShouldBe(call.SpanId);
        var send = await traces.NextAsync(ActivityKind.Producer, Cancel);
        (await traces.NextAsync(ActivityKind.Consumer, Cancel)).ParentSpanId.ShouldBe(send.SpanId);
    }
}
