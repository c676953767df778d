using Amqp1.Diagnostics;
using Amqp1.Wire;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>While nobody listens.</summary>
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
            var call = Measurement.OfCall();
            Activities.StartCall("topic", "method", "host:5672").ShouldBeNull();
            call.EndCall("topic", "method", failure);
            var request = Measurement.OfRequest(expectsReply: true);
            Activities.StartRequest("topic", "method", isKnown: false, expectsReply: true, parent).ShouldBeNull();
            request.EndCall("topic", null, null);
            var send = Measurement.OfSend();
            Activities.StartSend("topic", "host:5672", "method").ShouldBeNull();
            send.EndSend("topic", failure);
            var process = Measurement.OfProcess();
            Activities.StartProcess("topic", "id", parent).ShouldBeNull();
            process.EndProcess("topic", 1, null);
            Activities.Current().ShouldBeNull();
        }
    }
}
