using System.Text;

namespace Amqp1.Broker.Sqlite.Salvage;

/// <summary>The columns of a row, as SQLite encodes them.</summary>
internal sealed class Record
{
    private const long Blob = 12;
    private const long Text = 13;
    private static readonly int[] NumberSizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];
    private readonly byte[] _bytes;
    private readonly List<(long Type, int Start, int Length)> _columns;

    private Record(byte[] bytes, List<(long, int, int)> columns)
    {
        _bytes = bytes;
        _columns = columns;
    }

    /// <summary>The kind of each column: n for null, i for an integer, t for text, b for bytes, f for a floating-point number.</summary>
    public string Shape => string.Concat(_columns.Select(column => KindOf(column.Type)));

    /// <summary>Reads the types of the columns. Returns null if the bytes are not a complete record.</summary>
    public static Record? Parse(byte[] bytes)
    {
        ReadOnlySpan<byte> header = bytes;
        if (!Varint.TryRead(ref header, out var size) || size > bytes.Length || size < bytes.Length - header.Length)
        {
            return null;
        }

        header = header[..((int)size - (bytes.Length - header.Length))];
        var columns = new List<(long, int, int)>();
        var at = (int)size;
        while (!header.IsEmpty)
        {
            if (!Varint.TryRead(ref header, out var type) || SizeOf(type) is not { } length || length > bytes.Length - at)
            {
                return null;
            }

            columns.Add((type, at, (int)length));
            at += (int)length;
        }

        return at == bytes.Length ? new Record(bytes, columns) : null;
    }

    public long Number(int column)
    {
        var (type, start, length) = _columns[column];
        if (length == 0)
        {
            return type == 9 ? 1 : 0;
        }

        var value = (long)(sbyte)_bytes[start];
        foreach (var next in _bytes.AsSpan(start + 1, length - 1))
        {
            value = (value << 8) | next;
        }

        return value;
    }

    public long? OptionalNumber(int column) => _columns[column].Type == 0 ? null : Number(column);

    public string TextOf(int column) => Encoding.UTF8.GetString(Bytes(column).Span);

    public ReadOnlyMemory<byte> Bytes(int column) => _bytes.AsMemory(_columns[column].Start, _columns[column].Length);

    private static long? SizeOf(long type) => type switch
    {
        >= 0 and <= 9 => NumberSizes[type],
        >= Blob => (type - Blob) / 2,
        _ => null,
    };

    private static char KindOf(long type) => type switch
    {
        0 => 'n',
        7 => 'f',
        < Blob => 'i',
        _ => type % 2 == Text % 2 ? 't' : 'b',
    };
}
