using System.Buffers;

namespace Amqp1.Payloads;

/// <summary>The files of a payload store. Files whose names have another form are never read, counted or removed.</summary>
/// <param name="path">The full path of the directory.</param>
internal sealed class PayloadDirectory(string path)
{
    /// <summary>The maximum length of the name of a payload.</summary>
    public const int MaxNameLength = 64;

    private const string Unfinished = ".tmp";
    private const string IdFile = "store-id";

    /// <summary>Payloads may be secret, so that other users of the machine cannot read them. The umask of the process applies, too.</summary>
    private const UnixFileMode FileMode0660 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private const UnixFileMode DirectoryMode0770 = FileMode0660 | UnixFileMode.UserExecute | UnixFileMode.GroupExecute;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>The full path of the directory.</summary>
    public string Path => path;

    /// <summary>Returns whether a text can be the name of a payload.</summary>
    public static bool IsName(ReadOnlySpan<char> name) => name.Length is > 0 and <= MaxNameLength && !name.ContainsAnyExcept(NameCharacters);

    /// <summary>Creates the directory if it does not exist, and returns the ID of the store in it.</summary>
    /// <exception cref="IOException">The directory cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be used.</exception>
    public string Open()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, DirectoryMode0770);
        }

        var file = System.IO.Path.Combine(path, IdFile);
        if (!File.Exists(file))
        {
            CreateId(file);
        }

        var id = File.ReadAllText(file).Trim();
        return PayloadReference.IsStoreId(id) ? id : throw new IOException($"{file} does not contain the ID of a payload store.");
    }

    /// <summary>Writes a payload. It appears under its name when it is complete.</summary>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, DateTime storedAt, CancellationToken cancel)
    {
        var temporary = System.IO.Path.Combine(path, name + Unfinished);
        try
        {
            var file = new FileStream(temporary, OptionsOf(FileMode.CreateNew, FileAccess.Write));
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(content, cancel).ConfigureAwait(false);
            }

            File.SetLastWriteTimeUtc(temporary, storedAt);
            File.Move(temporary, System.IO.Path.Combine(path, name), overwrite: false);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Returns a payload; null if it does not exist, is too long, or was stored before a time.</summary>
    public async Task<byte[]?> ReadAsync(string name, int maxLength, DateTime notBefore, CancellationToken cancel)
    {
        FileStream file;
        try
        {
            file = new FileStream(System.IO.Path.Combine(path, name), OptionsOf(FileMode.Open, FileAccess.Read));
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        await using (file.ConfigureAwait(false))
        {
            if (file.Length > maxLength || File.GetLastWriteTimeUtc(file.SafeFileHandle) < notBefore)
            {
                return null;
            }

            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancel).ConfigureAwait(false);
            return content;
        }
    }

    /// <summary>Removes a payload. Returns its length; 0 if it does not exist.</summary>
    public long Remove(string name)
    {
        var file = new FileInfo(System.IO.Path.Combine(path, name));
        if (!file.Exists)
        {
            return 0;
        }

        var length = file.Length;
        file.Delete();
        return length;
    }

    /// <summary>Removes the payloads that were stored before a time, also unfinished ones. Returns their number and the size of the others.</summary>
    public (int Removed, long Bytes) Sweep(DateTime storedBefore)
    {
        var (removed, bytes) = (0, 0L);

        // Another process may have removed or renamed a file since it was listed.
        foreach (var file in new DirectoryInfo(path).EnumerateFiles().Where(file => IsPayload(file.Name) && file.Exists))
        {
            if (file.LastWriteTimeUtc < storedBefore)
            {
                file.Delete();
                removed++;
            }
            else
            {
                bytes += file.Length;
            }
        }

        return (removed, bytes);
    }

    private static bool IsPayload(string name) => IsName(name.EndsWith(Unfinished, StringComparison.Ordinal) ? name.AsSpan(0, name.Length - Unfinished.Length) : name);

    private static FileStreamOptions OptionsOf(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (mode == FileMode.CreateNew && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode0660;
        }

        return options;
    }

    /// <summary>Creates the ID. If several processes do so at the same time, all of them use the first.</summary>
    private void CreateId(string file)
    {
        var temporary = System.IO.Path.Combine(path, PayloadReference.NewName(PayloadKind.Result) + Unfinished);
        using (var writer = new StreamWriter(new FileStream(temporary, OptionsOf(FileMode.CreateNew, FileAccess.Write))))
        {
            writer.Write(PayloadReference.NewName(PayloadKind.Result)[1..]);
        }

        try
        {
            // On Unix, File.Move looks for the file first, and then replaces one that has appeared since.
            if (OperatingSystem.IsWindows() || !HardLink.TryCreate(file, temporary))
            {
                File.Move(temporary, file, overwrite: false);
            }
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process was faster.
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
