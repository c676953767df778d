using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

public sealed class RequestTextTests
{
    [Fact]
    public void What_is_not_set_is_left_out() => Write("m").ShouldBe("""{"request":{"method":"m","args":{"x":"é"}},"context":{}}""");

    [Fact]
    public void Namespace_version_and_monitoring_are_written_when_set() =>
        Write("m", "ns", "1.2", TimeSpan.FromSeconds(5))
            .ShouldBe("""{"request":{"method":"m","args":{"x":"é"},"namespace":"ns","version":"1.2"},"context":{},"call_monitor_timeout":5}""");

    [Fact]
    public void A_fractional_monitor_timeout_is_kept() => Write("m", monitor: TimeSpan.FromSeconds(2.5)).ShouldEndWith("\"call_monitor_timeout\":2.5}");

    [Fact]
    public void What_is_written_is_read_back()
    {
        var request = RpcRequestReader.Read(WireBytes.Utf8(Write("mé\"\n", "ns", "1.2", TimeSpan.FromSeconds(0.25))));

        request.Method.ShouldBe("mé\"\n");
        request.Namespace.ShouldBe("ns");
        request.Version.ShouldBe("1.2");
        request.CallMonitorTimeout.ShouldBe(0.25);
    }

    private static string Write(string method, string? ns = null, string? version = null, TimeSpan? monitor = null) =>
        WireBytes.Text(Requests.Text(method, """{"x":"é"}""", "{}", ns, version, monitor));
}
