using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Descriptions;

/// <summary>An endpoint whose names and types are unusual.</summary>
[RpcEndpoint("x y", Namespace = "a/b c")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Archivist
{
    /// <param name="loans">Loans by name.</param>
    /// <returns>A tree, or <see langword="null"/>.</returns>
    public Task<Folder?> FindAsync(IReadOnlyDictionary<string, Loan> loans, (int, string) place, DayOfWeek[]? days, JsonElement any, BigInteger number, byte[] bytes) =>
        Task.FromResult<Folder?>(new Folder($"{loans.Count}{place}{days?.Length}{any}{number}{bytes.Length}", []));

    [RpcMethod("räs")]
    public async IAsyncEnumerable<double> CountAsync(Loan? loan = null)
    {
        await Task.Yield();
        yield return loan?.Days ?? 0;
    }

    public sealed record Folder(string Name, IReadOnlyList<Folder> Folders);
}
