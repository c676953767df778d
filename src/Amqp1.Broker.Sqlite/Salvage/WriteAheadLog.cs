using System.Buffers.Binary;

namespace Amqp1.Broker.Sqlite.Salvage;

/// <summary>The pages in the write-ahead log of a SQLite file that committed transactions have written. See "WAL-mode File Format" on sqlite.org.</summary>
internal sealed class WriteAheadLog : IDisposable
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;
    private const uint Magic = 0x377F0682;
    private readonly FileStream? _file;
    private readonly Dictionary<uint, long> _pages = [];

    private WriteAheadLog(FileStream? file) => _file = file;

    /// <summary>The number of pages of the database after the last transaction; 0 if the log is empty.</summary>
    public uint PageCount { get; private set; }

    /// <summary>Reads a log, which is empty if the file does not exist.</summary>
    public static WriteAheadLog Open(string path)
    {
        if (!File.Exists(path))
        {
            return new WriteAheadLog(null);
        }

        var log = new WriteAheadLog(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 20));
        log.ReadFrames(log._file!);
        return log;
    }

    /// <summary>Reads the last content of a page. Returns false if the log does not contain it.</summary>
    public bool TryRead(uint number, Span<byte> page)
    {
        if (_file is null || !_pages.TryGetValue(number, out var position))
        {
            return false;
        }

        _file.Position = position;
        _file.ReadExactly(page);
        return true;
    }

    public void Dispose() => _file?.Dispose();

    private static void Sum(ReadOnlySpan<byte> bytes, bool bigEndian, ref uint first, ref uint second)
    {
        for (var at = 0; at < bytes.Length; at += 8)
        {
            first += Word(bytes[at..], bigEndian) + second;
            second += Word(bytes[(at + 4)..], bigEndian) + first;
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private void ReadFrames(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize || (Word(header, bigEndian: true) & ~1u) != Magic)
        {
            return;
        }

        var bigEndian = (header[3] & 1) == 1;
        var frame = new byte[FrameHeaderSize + (int)Word(header[8..], bigEndian: true)];
        var (first, second) = (0u, 0u);
        Sum(header[..24], bigEndian, ref first, ref second);
        var written = new List<(uint Page, long Position)>();
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            Sum(frame.AsSpan(0, 8), bigEndian, ref first, ref second);
            Sum(frame.AsSpan(FrameHeaderSize), bigEndian, ref first, ref second);
            if (!frame.AsSpan(8, 8).SequenceEqual(header.Slice(16, 8)) || Word(frame.AsSpan(16), true) != first || Word(frame.AsSpan(20), true) != second)
            {
                return;
            }

            written.Add((Word(frame, true), file.Position - frame.Length + FrameHeaderSize));
            if (Word(frame.AsSpan(4), true) is > 0 and var count)
            {
                PageCount = count;
                written.ForEach(page => _pages[page.Page] = page.Position);
                written.Clear();
            }
        }
    }
}
