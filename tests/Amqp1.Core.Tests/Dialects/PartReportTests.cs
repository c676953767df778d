using Amqp1.Addressing;
using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;

namespace Amqp1.Core.Tests.Dialects;

/// <summary>Tests the report of a reader that it has taken messages of a stream.</summary>
public sealed class PartReportTests
{
    private static readonly CallId Call = new(7, 0xabcdef);

    [Fact]
    public void What_is_written_is_read()
    {
        var report = new PartReport(Call, 12_345_678_901);

        var message = report.ToMessage(Destination.OfCancellations(Destination.For(ServiceKind.Rpc, Target.ForTopic("t"))));

        var content = message.Content.ShouldBeOfType<RequestContent>();
        content.Method.ShouldBe("taken");
        WireBytes.Text(content.Arguments.Span.ToArray()).ShouldBe("{\"call\":\"0000000000abcdef0000000000000007\",\"messages\":12345678901}");
        PartReport.Read(content.Arguments.Span).ShouldBe(report);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{\"call\":\"0000000000abcdef0000000000000007\"}")]
    [InlineData("{\"messages\":1}")]
    [InlineData("{\"call\":\"x\",\"messages\":1}")]
    [InlineData("{\"call\":1,\"messages\":1}")]
    [InlineData("{\"call\":\"0000000000abcdef0000000000000007\",\"messages\":\"1\"}")]
    [InlineData("{\"call\":\"0000000000abcdef0000000000000007\",\"messages\":1.5}")]
    [InlineData("{\"call\":{\"call\":\"0000000000abcdef0000000000000007\"},\"messages\":1}")]
    public void Other_forms_are_no_reports(string arguments) => PartReport.Read(WireBytes.Utf8(arguments)).ShouldBeNull();

    [Fact]
    public void Unknown_arguments_are_ignored() =>
        PartReport.Read("""{"more":[{}],"messages":2,"call":"0000000000abcdef0000000000000007"}"""u8).ShouldBe(new PartReport(Call, 2));
}
