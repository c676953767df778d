using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using BenchmarkDotNet.Attributes;

namespace Amqp1.MicroBenchmarks;

/// <summary>The steps of a reply, from the serialized result of a server to the response that a caller deserializes.</summary>
public class ReplyPath
{
    private byte[] _body = [];
    private ResultContent _content = new(default);

    /// <summary>The length of the result, a text.</summary>
    [Params(16, 1024, 1024 * 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _content = new ResultContent(JsonSerializer.SerializeToUtf8Bytes(new string('x', Size)));
        _body = new byte[ReplyWriter.LengthOf(_content)];
        Write();
    }

    /// <summary>Writes the body.</summary>
    [Benchmark]
    public void Write() => ReplyWriter.Write(_content, _body);

    /// <summary>Reads the body as far as the response, which is then deserialized.</summary>
    [Benchmark]
    public object Read() => ReplyReader.Read(_body);
}
