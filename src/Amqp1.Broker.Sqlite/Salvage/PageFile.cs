using System.Buffers.Binary;
using Amqp1.Broker.Sqlite.Tables;

namespace Amqp1.Broker.Sqlite.Salvage;

/// <summary>
/// The pages of a SQLite file and its write-ahead log, read without SQLite, which stops at the first damaged page. See "Database File Format" on sqlite.org. Pages
/// that the file does not contain completely are filled with zeros.
/// </summary>
internal sealed class PageFile : IDisposable
{
    /// <summary>The size of the header of the file.</summary>
    public const int HeaderSize = 100;

    private const int PageSizeAt = 16;
    private const int ReservedAt = 20;
    private const int FirstTrunkAt = 32;
    private readonly FileStream _file;
    private readonly WriteAheadLog _log;

    private PageFile(FileStream file, WriteAheadLog log, ReadOnlySpan<byte> header)
    {
        _file = file;
        _log = log;
        var size = BinaryPrimitives.ReadUInt16BigEndian(header[PageSizeAt..]);
        PageSize = size == 1 ? 65536 : size;
        Usable = PageSize - header[ReservedAt];
        Count = Math.Max((uint)((file.Length + PageSize - 1) / PageSize), log.PageCount);
        Free = FreePages();
    }

    public int PageSize { get; }

    /// <summary>The number of bytes of a page that hold data.</summary>
    public int Usable { get; }

    /// <summary>The number of pages. They are numbered from 1.</summary>
    public uint Count { get; }

    /// <summary>The pages that are not in use, and contain rows that were deleted.</summary>
    public IReadOnlySet<uint> Free { get; }

    public static PageFile Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 20);
        var header = new byte[HeaderSize];
        file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return new PageFile(file, WriteAheadLog.Open(SqliteFiles.LogOf(path)), header);
    }

    /// <summary>Reads a page. Returns false if the file has no such page.</summary>
    public bool TryRead(uint number, Span<byte> page)
    {
        if (number == 0 || number > Count)
        {
            return false;
        }

        if (_log.TryRead(number, page))
        {
            return true;
        }

        _file.Position = (number - 1L) * PageSize;
        page[_file.ReadAtLeast(page, page.Length, throwOnEndOfStream: false)..].Clear();
        return true;
    }

    public void Dispose()
    {
        _file.Dispose();
        _log.Dispose();
    }

    private HashSet<uint> FreePages()
    {
        var free = new HashSet<uint>();
        var page = new byte[PageSize];
        TryRead(1, page);
        var trunk = BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(FirstTrunkAt));
        while (TryRead(trunk, page) && free.Add(trunk))
        {
            var leaves = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(4)), (uint)(Usable / 4) - 2);
            for (var leaf = 0; leaf < leaves; leaf++)
            {
                free.Add(BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(8 + (leaf * 4))));
            }

            trunk = BinaryPrimitives.ReadUInt32BigEndian(page);
        }

        return free;
    }
}
