using System.Diagnostics;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Core.Tests.Telemetry;

/// <summary>
/// Tests of spans and of the context that is sent with messages. They run alone, because a listener creates spans in every test that runs
/// at the same time.
/// </summary>
[Collection(nameof(StressGroup))]
public sealed class ActivityTests : IDisposable
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name == Amqp1Telemetry.ActivitySourceName,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public ActivityTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("bus1:5673", "bus1", 5673)]
    [InlineData("[::1]:5672", "[::1]", 5672)]
    [InlineData(null, null, null)]
    public void The_spans_of_what_is_sent_name_the_host_that_is_connected(string? host, string? address, int? port)
    {
        using var call = Activities.StartCall(NullLogger.Instance, "topic", "method", host);
        using var send = Activities.StartSend(NullLogger.Instance, "topic", host);

        foreach (var span in new[] { call.Span!, send.Span! })
        {
            span.GetTagItem("server.address").ShouldBe(address);
            span.GetTagItem("server.port").ShouldBe(port);
        }
    }

    [Theory]
    [InlineData("get", true, "topic/get", null)]
    [InlineData("get", false, "_OTHER", "topic/get")]
    [InlineData(null, false, "_OTHER", null)]
    public void A_method_that_no_endpoint_has_is_no_name_of_a_span(string? method, bool isKnown, string name, string? original)
    {
        using var call = Activities.StartRequest(NullLogger.Instance, "topic", method, isKnown, expectsReply: true, parent: null);
        using var cast = Activities.StartRequest(NullLogger.Instance, "topic", method, isKnown, expectsReply: false, parent: null);

        (call.Span!.DisplayName, call.Span.Kind).ShouldBe((name, ActivityKind.Server));
        (cast.Span!.DisplayName, cast.Span.Kind).ShouldBe(("process topic", ActivityKind.Consumer));
        foreach (var span in new[] { call.Span, cast.Span })
        {
            span.GetTagItem("rpc.method").ShouldBe(name);
            span.GetTagItem("rpc.method_original").ShouldBe(original);
        }
    }

    [Fact]
    public void A_batch_has_a_link_to_each_sender_whose_context_can_be_read()
    {
        using var batch = Activities.StartBatch(NullLogger.Instance, "topic", 3, [new TraceContext(Parent, null, null), null, new TraceContext("nonsense", null, null)]);

        batch.Span!.ParentId.ShouldBeNull();
        batch.Span.Links.ShouldHaveSingleItem().Context.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        batch.Span.GetTagItem("messaging.batch.message_count").ShouldBe(3);
    }

    [Fact]
    public void A_span_that_fails_names_the_error_and_says_why()
    {
        using var call = Activities.StartCall(NullLogger.Instance, "topic", "method", host: null);

        call.Fail(new MessageDeliveryException("The peer refused it.", "amqp:not-found"));

        call.Span!.Status.ShouldBe(ActivityStatusCode.Error);
        call.Span.StatusDescription.ShouldBe("The peer refused it.");
        call.Span.GetTagItem("error.type").ShouldBe("amqp:not-found");
    }

    [Fact]
    public void The_context_of_the_current_span_is_sent_and_its_baggage_only_where_that_is_asked_for()
    {
        using var call = Activities.StartCall(NullLogger.Instance, "topic", "method", host: null);
        call.Span!.TraceStateString = "vendor=1";
        call.Span.AddBaggage("user", "alice");

        var without = Activities.Current(withBaggage: false)!;
        var with = Activities.Current(withBaggage: true)!;

        (without.Traceparent, without.Tracestate, without.Baggage).ShouldBe((call.Span.Id!, "vendor=1", null));
        with.Baggage.ShouldNotBeNull().ShouldContain("alice");
    }

    [Fact]
    public void A_call_without_a_current_span_belongs_to_the_message_that_is_being_served()
    {
        using var served = ServedMessage.Begin(due: null, new TraceContext(Parent, "vendor=1", "user=alice"));

        Activities.Current(withBaggage: false).ShouldBe(new TraceContext(Parent, "vendor=1", null));
        Activities.Current(withBaggage: true).ShouldBe(new TraceContext(Parent, "vendor=1", "user=alice"));
        using var call = Activities.StartCall(NullLogger.Instance, "topic", "method", host: null);
        call.Span!.ParentId.ShouldBe(Parent);
    }
}
