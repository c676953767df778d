using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

public sealed class RpcRequestWriterTests
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

    [Fact]
    public void Arguments_that_throw_leave_the_writer_usable()
    {
        Should.Throw<InvalidOperationException>(() => RpcRequestWriter.Write<object?>(
            "m", null, (_, _) => throw new InvalidOperationException(), "{}"u8, null, null, null));

        Write("m").ShouldBe("""{"request":{"method":"m","args":{"x":"é"}},"context":{}}""");
    }

    [Fact]
    public void Writing_inside_of_writing_does_not_mix_the_texts()
    {
        var inner = "";
        var outer = RpcRequestWriter.Write<object?>(
            "outer",
            null,
            (writer, _) =>
            {
                writer.WriteStartObject();
                inner = Write("inner");
                writer.WriteEndObject();
            },
            "{}"u8,
            null,
            null,
            null);

        inner.ShouldBe("""{"request":{"method":"inner","args":{"x":"é"}},"context":{}}""");
        WireBytes.Text(outer).ShouldBe("""{"request":{"method":"outer","args":{}},"context":{}}""");
    }

    private static string Write(string method, string? ns = null, string? version = null, TimeSpan? monitor = null) => WireBytes.Text(RpcRequestWriter.Write(
        method,
        "é",
        static (writer, text) =>
        {
            writer.WriteStartObject();
            writer.WriteString("x", text);
            writer.WriteEndObject();
        },
        "{}"u8,
        ns,
        version,
        monitor));
}
