namespace KfPipelineTasks.Model;

/// <summary>Where everything that is said goes: the only thing passed down that talks.</summary>
public interface IOutput
{
    /// <summary>Says one thing. Safe to call from several threads.</summary>
    void Write(OutputEvent what);
}
