using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>Tests of the telemetry while no listener exists.</summary>
[Collection(nameof(OneListener))]
public sealed class SilenceTests
{
    [Fact]
    public void Telemetry_that_nobody_collects_allocates_nothing()
    {
        var failure = new MessagingTimeoutException("late");
        var parent = new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null);
        Once();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Once();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Once()
        {
            var call = Measurement.OfCall(NullLogger.Instance);
            Activities.StartCall(NullLogger.Instance, "topic", "method", "host:5672").Span.ShouldBeNull();
            call.EndCall("topic", "method", failure);
            var request = Measurement.OfRequest(expectsReply: true, NullLogger.Instance);
            Activities.StartRequest(NullLogger.Instance, "topic", "method", isKnown: false, expectsReply: true, parent).Span.ShouldBeNull();
            request.EndCall("topic", null, null);
            var send = Measurement.OfSend(NullLogger.Instance);
            Activities.StartSend(NullLogger.Instance, "topic", "host:5672", "method").Span.ShouldBeNull();
            send.EndSend("topic", failure);
            var process = Measurement.OfProcess(NullLogger.Instance);
            Activities.StartProcess(NullLogger.Instance, "topic", "id", parent).Span.ShouldBeNull();
            process.EndProcess("topic", 1, null);
            Activities.Current(withBaggage: true).ShouldBeNull();
        }
    }
}
