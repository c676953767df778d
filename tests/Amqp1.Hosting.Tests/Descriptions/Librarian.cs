using System.Diagnostics.CodeAnalysis;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Descriptions;

/// <summary>Lends books.</summary>
[RpcEndpoint("library", Version = "2.1", Namespace = "books")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Librarian
{
    /// <summary>Lends a book to a reader, see <see cref="ReturnAsync"/>.</summary>
    /// <param name="title">The title of the book.</param>
    /// <param name="days">The number of days.</param>
    /// <returns>The loan.</returns>
    public Loan Lend(string title, int days = 14) => days > 0 ? new Loan(title, days) : throw new ArgumentException("No days.");

    /// <inheritdoc cref="Lend" />
    public Task ReturnAsync(Loan loan, CancellationToken cancel) => Task.CompletedTask.WaitAsync(cancel);
}
