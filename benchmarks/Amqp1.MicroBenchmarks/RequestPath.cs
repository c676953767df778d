using System.Text.Json;
using Amqp;
using Amqp1.Addressing;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Transport;
using BenchmarkDotNet.Attributes;

namespace Amqp1.MicroBenchmarks;

/// <summary>The steps of a request, from the arguments of the caller to the parts that a server dispatches.</summary>
public class RequestPath
{
    private static readonly Destination Destination = Destination.For(ServiceKind.Rpc, Target.ForTopic("topic"));
    private byte[] _body = [];
    private byte[] _message = [];
    private string _data = "";

    /// <summary>The length of the only argument, a text.</summary>
    [Params(16, 1024, 1024 * 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _data = new string('x', Size);
        var content = Content(WriteText());
        _body = new byte[RequestText.LengthOf(content)];
        RequestText.Write(content, _body);
        _message = Encoded();
    }

    /// <summary>Serializes the arguments.</summary>
    [Benchmark]
    public void Serialize() => WriteText().Return();

    /// <summary>Serializes the arguments and writes the whole message.</summary>
    [Benchmark]
    public int Encode() => Encoded().Length;

    /// <summary>Checks a received message and lets AMQPNetLite decode it.</summary>
    [Benchmark]
    public Message? Decode() =>
        MessageRepair.MakeDecodable(_message) == _message.Length ? Message.Decode(new ByteBuffer(_message, 0, _message.Length, _message.Length)) : null;

    /// <summary>Reads the parts of the request from the body.</summary>
    [Benchmark]
    public object Read() => RpcRequestReader.Read(_body);

    private static RequestContent Content(JsonText arguments) => new()
    {
        Method = "echo",
        Arguments = arguments,
        Context = RpcRequest.EmptyObject,
        Version = "1.0",
    };

    private JsonText WriteText()
    {
        var scratch = JsonScratch.Rent();
        scratch.Writer.WriteStartObject();
        scratch.Writer.WriteString("data", _data);
        scratch.Writer.WriteEndObject();
        return scratch.Finish();
    }

    private byte[] Encoded()
    {
        var outgoing = new OutgoingMessage { Kind = MessageKind.Call, Destination = Destination, Content = Content(WriteText()) };
        var message = Amqp1Format.Instance.Encode(outgoing, new SendAttempt("openstack.org/om/rpc/anycast/openstack/topic", TimeSpan.FromSeconds(60), CallId.Create(1), "temp.reply"));
        var buffer = message.Encode();
        outgoing.Content.Return();
        return buffer.Buffer[buffer.Offset..(buffer.Offset + buffer.Length)];
    }
}
