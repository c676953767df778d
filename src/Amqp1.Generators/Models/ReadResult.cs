using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Models;

/// <summary>The result of reading a type: its model or its errors.</summary>
internal sealed class ReadResult<TModel>(TModel? model, IReadOnlyList<Diagnostic> errors)
    where TModel : class
{
    public TModel? Model => model;

    public IReadOnlyList<Diagnostic> Errors => errors;
}
