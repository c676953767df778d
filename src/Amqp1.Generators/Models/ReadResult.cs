using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Models;

/// <summary>A type that was read: its model, or what is wrong with it.</summary>
internal sealed class ReadResult<TModel>(TModel? model, IReadOnlyList<Diagnostic> errors)
    where TModel : class
{
    public TModel? Model => model;

    public IReadOnlyList<Diagnostic> Errors => errors;
}
