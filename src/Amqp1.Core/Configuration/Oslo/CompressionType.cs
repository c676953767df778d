namespace Amqp1.Configuration.Oslo;

/// <summary>The compressions of the Python driver. Its peers recognize the compression of each message.</summary>
internal sealed class CompressionType : OsloType<RabbitCompression>
{
    private const string Gzip = "gzip";
    private const string Bzip2 = "bz2";

    public override string Name => "word";

    public override string Range => "gzip or bz2";

    public override bool IsEmptyUnset => true;

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out RabbitCompression result)
    {
        var word = values[^1];
        result = RabbitCompression.Gzip;
        if (word == Bzip2)
        {
            warnings.Add($"'{Bzip2}' is read but not written here; messages are sent with {Gzip}, which every receiver understands");
        }

        return word is Gzip or Bzip2;
    }

    public override string Format(RabbitCompression value) => value == RabbitCompression.Gzip ? Gzip : "";

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(RabbitCompression value) => [new("", value.ToString())];
}
