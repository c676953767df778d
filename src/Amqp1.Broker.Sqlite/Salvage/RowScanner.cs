using System.Buffers.Binary;

namespace Amqp1.Broker.Sqlite.Salvage;

/// <summary>Finds the rows of all tables in the pages of a file, whether or not the tables still lead to them.</summary>
internal sealed class RowScanner(PageFile file)
{
    private const byte LeafOfTable = 0x0D;
    private readonly byte[] _page = new byte[file.PageSize];
    private readonly byte[] _overflow = new byte[file.PageSize];

    /// <summary>Calls <paramref name="found"/> with the row ID and the record of each row that is complete.</summary>
    public void Scan(Action<long, Record> found)
    {
        for (var number = 1u; number <= file.Count; number++)
        {
            if (!file.Free.Contains(number) && file.TryRead(number, _page))
            {
                ScanPage(number == 1 ? PageFile.HeaderSize : 0, found);
            }
        }
    }

    private void ScanPage(int start, Action<long, Record> found)
    {
        if (_page[start] != LeafOfTable)
        {
            return;
        }

        var cells = BinaryPrimitives.ReadUInt16BigEndian(_page.AsSpan(start + 3));
        for (var cell = 0; cell < cells && start + 10 + (cell * 2) <= file.Usable; cell++)
        {
            var at = BinaryPrimitives.ReadUInt16BigEndian(_page.AsSpan(start + 8 + (cell * 2)));
            if (at < file.Usable && ReadCell(_page.AsSpan(at, file.Usable - at)) is { } row && Record.Parse(row.Bytes) is { } record)
            {
                found(row.Id, record);
            }
        }
    }

    private (long Id, byte[] Bytes)? ReadCell(ReadOnlySpan<byte> cell)
    {
        if (!Varint.TryRead(ref cell, out var size) || !Varint.TryRead(ref cell, out var id) || size is <= 0 or > int.MaxValue
            || size / file.Usable > file.Count)
        {
            return null;
        }

        var local = LocalSize(size);
        var whole = local == size;
        if (cell.Length < local + (whole ? 0 : 4))
        {
            return null;
        }

        var bytes = new byte[size];
        cell[..local].CopyTo(bytes);
        return whole || ReadOverflow(BinaryPrimitives.ReadUInt32BigEndian(cell[local..]), bytes.AsSpan(local)) ? (id, bytes) : null;
    }

    /// <summary>Returns the number of bytes of a record that are in the page of its row. The others are in overflow pages.</summary>
    private int LocalSize(long size)
    {
        var most = file.Usable - 35;
        if (size <= most)
        {
            return (int)size;
        }

        var least = ((file.Usable - 12) * 32 / 255) - 23;
        var fitting = least + (int)((size - least) % (file.Usable - 4));
        return fitting <= most ? fitting : least;
    }

    private bool ReadOverflow(uint page, Span<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            if (!file.TryRead(page, _overflow))
            {
                return false;
            }

            page = BinaryPrimitives.ReadUInt32BigEndian(_overflow);
            var piece = _overflow.AsSpan(4, Math.Min(rest.Length, file.Usable - 4));
            piece.CopyTo(rest);
            rest = rest[piece.Length..];
        }

        return true;
    }
}
